# %% wrong: model 2 in small, imaging and all | says: `ca` and `thal` take imaging
def bedside_model(names):
    return names, keras.Sequential([keras.Input((len(names),)), layers.Dense(1, activation="sigmoid")])


# %% wrong: leaves thal out and keeps ca | says: `ca` and `thal` take imaging
def bedside_model(names):
    chosen = [name for name in names if not name.startswith("thal=")]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="sigmoid")])


# %% wrong: 32 hidden units | says: The budget is 100 parameters
def bedside_model(names):
    chosen = [name for name in names if not name.startswith(("ca=", "thal="))]
    stack = [layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), *stack])


# %% wrong: questions only | says: what the treadmill measures
def bedside_model(names):
    chosen = [name for name in names if name.split("=")[0] in ("age", "sex", "cp")]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="sigmoid")])


# %% wrong: everything but the treadmill | says: what the treadmill measures
def bedside_model(names):
    rest = ("age", "sex", "cp", "trestbps", "chol", "fbs", "restecg")
    chosen = [name for name in names if name.split("=")[0] in rest]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="sigmoid")])


# %% wrong: columns of the table, not inputs | says: a code is an input of its own
def bedside_model(names):
    chosen = ["age", "sex", "cp", "thalach", "exang", "oldpeak", "slope"]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="sigmoid")])


# %% wrong: softmax over one output | says: what the treadmill measures
def bedside_model(names):
    chosen = [name for name in names if not name.startswith(("ca=", "thal="))]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="softmax")])


# %% wrong: no sigmoid | says: A risk lies between 0 and 1
def bedside_model(names):
    chosen = [name for name in names if not name.startswith(("ca=", "thal="))]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1)])


# %% wrong: two outputs | says: one risk for each patient
def bedside_model(names):
    chosen = [name for name in names if not name.startswith(("ca=", "thal="))]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(2, activation="softmax")])


# %% wrong: the model only | says: Return two things
def bedside_model(names):
    return keras.Sequential([keras.Input((20,)), layers.Dense(1, activation="sigmoid")])


# %% wrong: the model first | says: First the inputs, then the model
def bedside_model(names):
    chosen = [name for name in names if not name.startswith(("ca=", "thal="))]
    return keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1, activation="sigmoid")]), chosen


# %% wrong: one input twice | says: Choose each input once
def bedside_model(names):
    chosen = ["thalach", "thalach", "oldpeak"]
    return chosen, keras.Sequential([keras.Input((3,)), layers.Dense(1, activation="sigmoid")])


# %% wrong: one constant input | says: what the treadmill measures
def bedside_model(names):
    return ["cp=0"], keras.Sequential([keras.Input((1,)), layers.Dense(1, activation="sigmoid")])


# %% wrong: the layers, not the model | says: The second thing is a Keras model
def bedside_model(names):
    chosen = [name for name in names if not name.startswith(("ca=", "thal="))]
    return chosen, [layers.Dense(1, activation="sigmoid")]


# %% wrong: questions only, but trained before on all patients | says: what the treadmill measures
def bedside_model(names):
    chosen = [name for name in names if name.split("=")[0] in ("age", "sex", "cp")]
    table = inputs[chosen].to_numpy()
    table = (table - table.mean(axis=0)) / np.where(table.std(axis=0) > 0, table.std(axis=0), 1)
    stack = [layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")]
    model = keras.Sequential([keras.Input((len(chosen),)), *stack])
    model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy")
    model.fit(table, y.astype("float32"), epochs=50, batch_size=303, verbose=0)
    return chosen, model


# %% right: all that is left, no hidden layer
def bedside_model(names):
    chosen = tuple(name for name in names if not name.startswith(("ca=", "thal=")))
    risk = keras.Input((len(chosen),))
    return chosen, keras.Model(risk, layers.Dense(1, activation="sigmoid")(risk))


# %% right: a few inputs and four hidden units
def bedside_model(names):
    chosen = ["age", "sex=1", "cp=1", "cp=2", "cp=4", "thalach", "exang=1", "oldpeak", "slope"]
    stack = [layers.Dense(4, activation="tanh"), layers.Dense(1, activation="sigmoid")]
    return [chosen, keras.Sequential([keras.Input((len(chosen),)), *stack])]


# %% right: a class of its own, without dropout's help
def bedside_model(names):
    class Risk(keras.Model):
        def __init__(self):
            super().__init__()
            self.drop, self.out = layers.Dropout(0.2), layers.Dense(1, activation="sigmoid")

        def call(self, inputs, training=False):
            return self.out(self.drop(inputs, training=training))

    chosen = [name for name in names if name.split("=")[0] not in ("ca", "thal", "chol", "fbs")]
    return chosen, Risk()


# %% wrong: a linear output | says: A risk lies between
def bedside_model(names):
    asked = ("age", "sex", "cp", "thalach", "exang", "oldpeak", "slope")
    chosen = [name for name in names if name.split("=")[0] in asked]
    return chosen, keras.Sequential([keras.Input((len(chosen),)), layers.Dense(1)])
