"""What every figure of the course is shown with, and that its colours survive being reduced."""

import io

import numpy as np
import pytest
from PIL import Image

from utils.grading.cards import COLOURS
from utils.plotting import style


@pytest.fixture
def drawn():
    with style.figure(6, 3) as figure:
        axes = figure.subplots()
        figure.colorbar(axes.imshow(np.linspace(0, 1, 600).reshape(20, 30), cmap="PuOr"))
        yield figure


def test_a_figure_carries_its_words_in_the_image_itself(drawn, monkeypatch):
    shown = []
    monkeypatch.setattr(style, "display", lambda data, **more: shown.append((data, more)))
    style.show(drawn, 'Two "lines" that cross')
    ((data, _),) = shown
    assert data["text/html"].startswith('<img src="data:image/png;base64,')
    assert 'alt="Two &quot;lines&quot; that cross"' in data["text/html"]
    assert data["text/plain"] == 'Two "lines" that cross'
    assert data["image/png"].startswith(b"\x89PNG")


def test_fewer_colours_look_alike_and_the_same_bytes_come_twice(drawn):
    full = io.BytesIO()
    style.as_png(drawn)  # the layout settles with the first drawing
    drawn.savefig(full, format="png", dpi=style.DOTS_PER_INCH)
    image = style.as_png(drawn)
    before, after = (np.asarray(Image.open(file).convert("RGB"), dtype=int) for file in (full, io.BytesIO(image)))
    assert np.abs(before - after).max() <= 16
    assert image == style.as_png(drawn)
    assert len(image) < len(full.getvalue()) / 2


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("status", COLOURS)
def test_a_verdict_has_the_contrast_that_wcag_asks_for(status):
    assert 1.05 / (luminance(COLOURS[status]) + 0.05) >= 4.5
