{# Streamlit's links to pages lose the address's parameters, and its links open no new tab by Ctrl, Cmd or Shift. #}
{
  const navigation = 'a[data-testid^="stTopNav"]';
  const linked = (event, selector) => event.target instanceof Element && event.target.closest(selector);
  const complete = event => {
    const link = linked(event, navigation);
    if (link) link.search = location.search;
  };
  for (const type of ["pointerdown", "contextmenu", "focusin"]) addEventListener(type, complete, true);
  addEventListener("click", event => {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (elsewhere && linked(event, navigation + ',[data-testid="stPageLink"] a')) event.stopPropagation();
  }, true);
}
