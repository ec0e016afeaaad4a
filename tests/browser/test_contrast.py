"""Each kind of text is judged once, and yet each kind of fault is found where a like text has passed before."""

import pytest

# Beside these, each text of a case is one that has a passing twin on the page before
HEAD = """<!doctype html><html lang="en"><title>Texts</title><style>
  p { color: #333; margin: 8px; font: 16px sans-serif } .on { background: #fff }
  .dim { color: #767676 } .large { font-size: 24px; color: #949494 }
  .bold { font-size: 19px; font-weight: 700; color: #949494 }
  .light { color: #eee } .ink { background: #222; width: 300px; height: 40px } .free { position: absolute; margin: 0 }
</style><body class="on">"""
SOUND = (
    HEAD
    + """<p>plain text</p><p class="dim">dim text</p><p class="large">large text</p><p class="bold">bold text</p>
  <div class="ink"><p class="light">light text</p></div><p class="on">on a box</p><details><summary>more</summary>
  <p>folded text</p></details><label>name <input value="typed text"></label><p>-</p>"""
)
FAULTS = {
    "colour": '<p style="color: #aaa">faint text</p>',
    "colour of a part": "<p>plain <b style='color: #aaa'>faint text</b></p>",
    "colour in code": "<pre class='highlight'>x = <span style='color: #aaa'>faint</span></pre>",
    "what is behind": '<div style="background: #888"><p>on grey text</p></div>',
    "what is far behind": '<div style="background: #888"><div><section><p>on grey text</p></section></div></div>',
    "no box behind": '<p class="light">light text</p>',
    "opacity": '<div style="opacity: 0.4"><p>faded text</p></div>',
    "size": '<p class="large" style="font-size: 16px">small text</p>',
    "weight": '<p class="bold" style="font-weight: 400">thin text</p>',
    "a box of another beneath": '<div style="position: relative; height: 50px"><div class="ink free"></div>'
    '<p class="free">plain text</p></div>',
    "outside its box": '<div class="ink" style="margin-bottom: 60px"><p class="light" style="position: relative; '
    'top: 60px">light text</p></div>',
    "a field": '<label>name <input value="typed" style="color: #aaa"></label>',
    "unfolded": '<details open><summary>more</summary><p style="color: #aaa">faint text</p></details>',
    "twice, the first hidden from axe": '<p style="color: #aaa">\u22a4</p><p style="color: #aaa">!</p>'
    '<p style="color: #aaa">faint text</p>',
}


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 800, "height": 600})
    yield context.new_page()
    context.close()


@pytest.fixture
def sound(page, axe, look):
    """What has passed on a page without a fault."""
    judged = set()
    page.set_content(SOUND)
    assert look.contrast(page, axe, judged) == []
    assert len(judged) > 5
    return judged


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_as_axe_itself_finds_it(page, axe, look, sound, fault):
    page.set_content(SOUND + FAULTS[fault])
    found = look.contrast(page, axe, set(sound))
    theirs = page.evaluate(
        "async () => (await axe.run({runOnly: ['color-contrast']})).violations.flatMap(v => v.nodes.map(n => n.html))"
    )
    assert len(theirs) == 1
    assert len(found) == 1
    assert theirs[0] in found[0].replace(' data-judged=""', "")


def test_what_has_passed_is_not_judged_again(page, axe, look, sound):
    page.set_content(SOUND)
    page.evaluate(axe)
    page.evaluate("() => { axe.run = () => { throw new Error('judged again') } }")
    assert look.contrast(page, axe, set(sound)) == []


def test_a_body_without_height_hides_nothing(page, axe, look):
    """As JupyterLab's, whose parts are all placed absolutely."""
    assert page.evaluate("typeof axe") == "undefined"  # it comes with what mends this
    page.set_content(HEAD + '<style>body { overflow: hidden; margin: 0 }</style><p class="free light">light text</p>')
    assert page.evaluate("document.body.clientHeight") == 0
    assert len(look.contrast(page, axe, set())) == 1
