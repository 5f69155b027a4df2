{# Keeps amounts, dates and names of places on one line, in the texts that Streamlit draws from our Markdown. Streamlit's
   own text node stays where it is, but empty, before the nodes that show its words: React, which draws the page, changes
   or removes only the nodes that it has made. When it does, the nodes that showed the old words are removed.
   In headings the style sheet lets no clause be broken, except before a bracket, which is kept with its clause here; a
   clause that is longer than a line of a phone is broken before its amounts, and its last two characters stay with the
   punctuation behind them. On a wide screen headings are left alone: `chart.js` holds their texts back until a chart is
   drawn. #}
{
  const unbroken = /({{ unbroken }})/;
  const inLongClauses = /((?:（?(?:{{ unbroken }})|[\u4e00-\u9fff]{2}(?=[，；：、。]))[，；：、。）]*)/;
  const mostOnALine = { H1: 12, H2: 18 };
  const widthOf = words => [...words].reduce((sum, letter) => sum + (letter < "\u2e80" ? 0.5 : 1), 0);
  const narrow = matchMedia("(max-width:640px)");
  const shownFor = new WeakMap();
  const whole = words => {
    const span = document.createElement("span");
    span.className = "whole";
    span.textContent = words;
    return span;
  };
  const parts = (words, pattern) => words.split(pattern).map((part, place) => place % 2 ? whole(part) : part);
  const clauses = (words, most) => words.split(/(?<=[，；：、。])/).flatMap(clause => {
    if (widthOf(clause) <= most) return [clause.includes("（") ? whole(clause) : clause];
    return parts(clause, inLongClauses).flatMap(part => /^（?\d/.test(part.textContent) ? [document.createElement("wbr"), part] : [part]);
  });
  const show = text => {
    const element = text.parentElement;
    if (!element?.closest("p,li,td,th,h1,h2,h3") || element.closest("svg,code,.whole,[data-testid=stDataFrame]")) return;
    if (!narrow.matches && element.closest("h1,h2,strong")) return;
    const heading = element.closest(":is(h1,h2):lang(zh)");
    const shown = heading ? clauses(text.data, mostOnALine[heading.tagName]) : parts(text.data, unbroken);
    if (!shown.some(part => part instanceof Element)) return;
    const nodes = shown.map(part => part instanceof Element ? part : document.createTextNode(part));
    text.isCut = true;
    text.data = "";
    text.after(...nodes);
    shownFor.set(text, nodes);
  };
  const showWithin = node => {
    if (node instanceof Text) show(node);
    if (!(node instanceof HTMLElement)) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach(show);
  };
  const removeShown = text => {
    shownFor.get(text)?.forEach(node => node.remove());
    shownFor.delete(text);
  };
  new MutationObserver((changes, observer) => {
    for (const { type, target, addedNodes, removedNodes } of changes) {
      removedNodes.forEach(removeShown);
      if (type == "characterData") {
        removeShown(target);
        show(target);
      }
      addedNodes.forEach(showWithin);
    }
    observer.takeRecords();
  }).observe(document, { childList: true, characterData: true, subtree: true });
}
