// The agenda as a list: dragged by its handles or moved by the arrow keys, with a time for each screen.
export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ol")
  const said = parentElement.querySelector("[role=status]")
  const { items, words } = data
  const listed = () => [...list.children].map((row) => ({ code: row.dataset.code, seconds: Number(row.querySelector("input").value) }))
  const told = () => Number(list.dataset.told ?? 0)

  function tell(selected) {
    list.dataset.told = told() + 1
    setTriggerValue("changed", { items: listed(), selected, told: told() })
  }

  function make(kind, properties, ...children) {
    const made = Object.assign(document.createElement(kind), properties)
    made.append(...children)
    return made
  }

  function button(name, label, text, act) {
    const made = make("button", { type: "button", className: name, title: label, onclick: act }, text)
    made.setAttribute("aria-label", label)
    return made
  }

  const fill = (sentence, name) => sentence.replace("{name}", name)

  function row({ code, name, seconds }) {
    const handle = button("handle", fill(words.move, name), "⠿", null)
    const choose = make("button", { type: "button", className: "name", onclick: () => tell(code) }, name)
    const input = make("input", { type: "number", min: data.shortest, max: data.longest, step: 5, value: seconds, onchange: () => tell(null) })
    input.setAttribute("aria-label", fill(words.seconds, name))
    const made = make("li", {}, handle, choose, input, button("remove", fill(words.remove, name), "✕", () => remove(made)))
    made.dataset.code = code
    handle.onpointerdown = (event) => drag(event, made)
    handle.onkeydown = (event) => move(event, made, name)
    return made
  }

  // The keyboard goes on with the next row, or with the last one.
  function remove(removed) {
    const next = removed.nextElementSibling ?? removed.previousElementSibling
    removed.remove()
    next?.querySelector(".remove").focus()
    tell(null)
  }

  function drag(event, dragged) {
    const handle = event.currentTarget, before = listed()
    handle.setPointerCapture(event.pointerId)
    dragged.classList.add("dragged")
    handle.onpointermove = ({ clientY }) => {
      const over = [...list.children].findIndex((one) => one !== dragged && inside(one.getBoundingClientRect(), clientY))
      if (over >= 0) place(dragged, over)
    }
    handle.onpointerup = handle.onpointercancel = () => {
      handle.onpointermove = handle.onpointerup = handle.onpointercancel = null
      dragged.classList.remove("dragged")
      if (JSON.stringify(before) !== JSON.stringify(listed())) tell(null)
    }
  }

  const inside = (box, y) => y > box.top + box.height * 0.25 && y < box.bottom - box.height * 0.25

  // The other rows make room: a row that is itself put elsewhere loses the pointer and the keyboard.
  function place(moved, to) {
    const rows = [...list.children], from = rows.indexOf(moved)
    if (to > from) moved.before(...rows.slice(from + 1, to + 1))
    else moved.after(...rows.slice(to, from))
  }

  function move(event, moved, name) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    const to = [...list.children].indexOf(moved) + step
    if (to < 0 || to >= list.children.length) return
    place(moved, to)
    said.textContent = fill(words.moved, name).replace("{place}", to + 1)
    tell(null)
  }

  // An answer to an earlier change would undo the later ones, and a list that shows all this already keeps the keyboard.
  const wanted = JSON.stringify(items.map(({ code, seconds }) => ({ code, seconds })))
  const isNew = wanted !== JSON.stringify(listed()) || list.dataset.words !== JSON.stringify(words)
  if (isNew && data.answered >= told()) {
    list.replaceChildren(...items.map(row))
    list.dataset.words = JSON.stringify(words)
  }
  for (const one of list.children) one.querySelector(".name").setAttribute("aria-pressed", String(one.dataset.code === data.selected))
}
