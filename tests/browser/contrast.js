// Judges the contrast of text once for each way it can look.
//
// What axe says of a text follows from its colour, size and weight and from what is painted behind it. Two elements that
// are alike in all this get one verdict, and a page of a lesson has thousands of them in a few dozen kinds. So one of each
// kind is judged. Whatever cannot be told from its ancestors alone is judged in any case: what lies over or under a box that
// is none of them, and what stands outside one of them. A kind is settled only where axe says that it passes.
async ([roots, known]) => {
  const clear = "rgba(0, 0, 0, 0)", mark = "data-judged", controls = "input, select, textarea";
  const parent = element => element.parentElement || element.getRootNode().host;
  const inside = root => [...root.querySelectorAll("*")].flatMap(
    element => element.shadowRoot ? [element, ...inside(element.shadowRoot)] : [element]);
  const boxes = new Map(), chains = new Map();
  const shown = element => element.checkVisibility({visibilityProperty: true});

  // Where an element is: as a whole, what of it is not cut off by an ancestor that scrolls or clips, and the nearest of these
  const box = element => {
    if (!boxes.has(element)) {
      const {left, top, right, bottom} = element.getBoundingClientRect(), whole = {left, top, right, bottom};
      const frame = chain(parent(element)).frame, edge = frame && box(frame).part;
      const part = edge ? {left: Math.max(left, edge.left), top: Math.max(top, edge.top),
        right: Math.min(right, edge.right), bottom: Math.min(bottom, edge.bottom)} : whole;
      boxes.set(element, {whole, part, frame});
    }
    return boxes.get(element);
  };
  const paper = element => element === document.documentElement || element === document.body; // has no end
  const painted = style => style.backgroundColor !== clear || style.backgroundImage !== "none";

  // What an element and its ancestors paint and how they blend, and which of them paint
  const chain = element => {
    if (!element) return {key: "", painters: [], frame: null};
    if (chains.has(element)) return chains.get(element);
    const above = chain(parent(element)), style = getComputedStyle(element);
    const blend = [style.opacity, style.filter, style.mixBlendMode, style.backdropFilter, style.clipPath, style.maskImage];
    const plain = !painted(style) && blend.join() === "1,none,normal,none,none,none";
    const found = {
      key: plain ? above.key : above.key + "|" + [style.backgroundColor, style.backgroundImage, style.backgroundClip, ...blend],
      painters: painted(style) ? [...above.painters, element] : above.painters,
      frame: style.overflowX === "visible" || paper(element) ? above.frame : element,
    };
    chains.set(element, found);
    return found;
  };

  const everything = inside(document).filter(shown), painters = everything.filter(e => painted(getComputedStyle(e)));
  const holds = (outer, inner) => outer.left <= inner.left + 1 && outer.right >= inner.right - 1
    && outer.top <= inner.top + 1 && outer.bottom >= inner.bottom - 1;
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const placed = element => getComputedStyle(element).position !== "static";

  // In one frame things are compared whole, since they scroll together; across its edge by what is not cut off now
  const stands = (element, painter) => {
    const at = box(element), its = box(painter);
    if (painter === element || paper(painter)) return true;
    if (at.frame === its.frame) return holds(its.whole, at.whole);
    return at.part.left >= at.part.right || at.part.top >= at.part.bottom || holds(its.part, at.part);
  };
  const meets = (element, painter) => {
    const at = box(element), its = box(painter);
    return at.frame === its.frame ? meet(its.whole, at.whole) : meet(its.part, at.part);
  };

  // All that its contrast follows from, or nothing where more has a part in it than an element and its ancestors
  const kind = element => {
    const {key, painters: own} = chain(element), style = getComputedStyle(element);
    const alone = own.every(painter => stands(element, painter)) && !painters.some(painter => meets(element, painter)
      && !painter.contains(element) && (!element.contains(painter) || placed(painter)));
    return alone && [element.matches(controls) ? element.nodeName : "", style.color, style.fontSize, style.fontWeight,
      style.textShadow, style.webkitTextStroke, key].join(";");
  };

  // As axe does, this leaves out what is no text but punctuation, and what nobody can scroll to
  const text = element => [...element.childNodes].map(node => node.nodeType === 3 ? node.data.trim() : "").join("");
  const texts = (roots || [document]).flatMap(root => root === document ? everything : [root, ...inside(root)].filter(shown)).filter(
    element => (element.matches(controls) || /[^\s!-/:-@[-`{-~]/.test(text(element)))
      && element.getBoundingClientRect().right + scrollX > 0 && element.getBoundingClientRect().bottom + scrollY > 0);
  const kinds = new Map(), seen = new Set(known), passed = new Set(), single = [];
  for (const element of texts) {
    const name = kind(element);
    if (name && !seen.has(name)) kinds.set(name, [...kinds.get(name) || [], element]);
    if (!name) single.push(element);
  }

  const found = new Set(), violations = [];
  const only = selector => axe.configure({rules: [{id: "color-contrast", selector}]});
  const judge = async elements => {
    if (!elements.length) return;
    elements.forEach(element => element.setAttribute(mark, ""));
    only(`[${mark}]`);
    const result = await axe.run({include: roots || [document]}, {runOnly: ["color-contrast"], preload: false, elementRef: true});
    only("*");
    elements.forEach(element => element.removeAttribute(mark));
    result.passes.forEach(rule => rule.nodes.forEach(node => passed.add(node.element)));
    result.violations.forEach(rule => rule.nodes.forEach(node => {
      found.add(node.element);
      violations.push([node.impact, rule.id, [courseNode(node)]]);
    }));
  };
  kinds.forEach(alike => alike.sort((one, other) => text(other).length - text(one).length)); // axe doubts a single letter
  await judge([...single, ...[...kinds.values()].map(alike => alike[0])]);
  const open = [...kinds].filter(([_, alike]) => !passed.has(alike[0]) && !found.has(alike[0]));
  await judge(open.flatMap(([_, alike]) => alike.slice(1)));
  return {violations, passed: [...kinds].filter(([_, alike]) => passed.has(alike[0])).map(([name]) => name)};
}
