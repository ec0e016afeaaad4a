# %% wrong: the published code | says: the test wires chose
def honest_result(validation_loss, test_accuracy):
    return int(np.argmax(test_accuracy)) + 1, max(test_accuracy)


# %% wrong: counts from 0 | says: epochs count from 1
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.nanargmin(validation_loss))
    return epoch, test_accuracy[epoch]


# %% wrong: reports the best accuracy of all | says: not the best of all
def honest_result(validation_loss, test_accuracy):
    return int(np.nanargmin(validation_loss)) + 1, max(test_accuracy)


# %% wrong: the last of equals | says: take the first
def honest_result(validation_loss, test_accuracy):
    epoch = max(i for i, loss in enumerate(validation_loss) if loss == np.nanmin(validation_loss))
    return epoch + 1, test_accuracy[epoch]


# %% wrong: NaN is taken for the least | says: NaN is no loss at all
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.argmin(validation_loss))
    return epoch + 1, test_accuracy[epoch]


# %% wrong: the largest loss | says: epochs count from 1
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.nanargmax(validation_loss))
    return epoch + 1, test_accuracy[epoch]


# %% wrong: the epoch only | says: Return two things
def honest_result(validation_loss, test_accuracy):
    return int(np.nanargmin(validation_loss)) + 1


# %% wrong: accuracy of the next epoch | says: Report the accuracy of the chosen epoch
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.nanargmin(validation_loss)) + 1
    return epoch, test_accuracy[min(epoch, len(test_accuracy) - 1)]


# %% right: a plain loop
def honest_result(validation_loss, test_accuracy):
    best, least = 0, float("inf")
    for epoch, loss in enumerate(validation_loss):
        if loss < least:
            best, least = epoch, loss
    return best + 1, test_accuracy[best]


# %% right: NaN becomes infinite
def honest_result(validation_loss, test_accuracy):
    losses = np.where(np.isnan(validation_loss), np.inf, validation_loss)
    epoch = np.argsort(losses, kind="stable")[0]
    return epoch + 1, test_accuracy[epoch]
