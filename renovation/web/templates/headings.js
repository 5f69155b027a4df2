{#
  Browsers break a Chinese line anywhere, also between a number and its counter. An invisible word joiner keeps amounts in
  headings whole: React draws the headings, so that elements cannot be put into them. A heading whose clauses all fit on a
  line of a phone is marked, so that the style sheet breaks it between clauses only.
#}
{
  const amount = /{{ unbroken }}/g, joiner = "\u2060", longestClause = 13;
  const joined = text => text.replace(amount, one => one.replace(/(?!^)(?=[^\d.,])|(?<=[^\d.,])(?=\d)/g, joiner));
  const widthOf = clause => [...clause].reduce((sum, one) => sum + (one === joiner ? 0 : one < "\u0250" ? 0.6 : 1), 0);
  const arrange = heading => {
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode, whole = joined(node.data.replaceAll(joiner, ""));
      if (node.data !== whole) node.data = whole;
    }
    const isShort = heading.textContent.split(/(?<=[，：；、。\s])/).every(clause => widthOf(clause) <= longestClause);
    if (heading.hasAttribute("data-short-clauses") !== isShort) heading.toggleAttribute("data-short-clauses", isShort);
  };
  new MutationObserver(() => document.querySelectorAll("h1,h2").forEach(arrange))
    .observe(document, { subtree: true, childList: true, characterData: true });
}
