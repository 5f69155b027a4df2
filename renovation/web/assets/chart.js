// Plotly charts with their words, which stay on the page and change in place. renovation/web/charts.py describes the
// data that they get.
const MOVE = { duration: 300, easing: "ease-out" }
const CONFIG = { displayModeBar: false, scrollZoom: false, responsive: false }
const MARKS = ".barlayer .point path, .ytick text"
const LABELS = ".annotation"
const calm = matchMedia("(prefers-reduced-motion: reduce)")
const decoder = new TextDecoder()
const PLOTLY = new URL("./plotly.js", import.meta.url)
let loading
// fetched while Streamlit's front end still starts, and run when that waits for the server
const whenIdle = window.requestIdleCallback ?? ((run) => setTimeout(run, 500)) // Safari has none
whenIdle(() => plotly().catch(() => (loading = undefined)), { timeout: 2000 })

// A changed heading or label in bold waits for the first chart below it: no frame shows a new one above an old chart.
const HEADINGS = "[data-testid=stMainBlockContainer] :is(h1, h2, strong)"
const [LOOK_AGAIN, LONGEST_WAIT, LONGEST_FRAME] = [75, 4000, 250] // milliseconds
const waiting = new Map()
const headings = new MutationObserver((records) => {
  const before = new Map(records.toReversed().map(({ target, oldValue }) => [target, oldValue]))
  for (const [node, text] of before) {
    if (node.isCut || !node.parentElement?.closest(HEADINGS) || !chartBelow(node)) continue // cut by unbroken.js
    if (!waiting.size) setTimeout(showAfterRun, LOOK_AGAIN, true)
    waiting.set(node, node.data)
    node.data = text
  }
  headings.takeRecords()
})
headings.observe(document.body, { subtree: true, characterData: true, characterDataOldValue: true })

function chartBelow(node) {
  const charts = [...document.querySelectorAll(".changing-chart")]
  return charts.find((chart) => node.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING)
}

function showHeadings(isReady = (node) => !chartBelow(node)?.hasAttribute("aria-busy")) {
  for (const [node, text] of waiting) {
    if (!isReady(node)) continue
    node.data = text
    waiting.delete(node)
  }
  headings.takeRecords()
}

// the run of the page that changed a heading may send its chart until the end, however long that takes on a busy server;
// the browser then needs a moment to draw it
function showAfterRun(wasRunning) {
  const isRunning = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running"
  if (isRunning || wasRunning) return setTimeout(showAfterRun, LOOK_AGAIN, isRunning)
  showHeadings()
  if (waiting.size) setTimeout(showHeadings, LONGEST_WAIT, () => true)
}

function plotly() {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = PLOTLY
    script.onload = () => done(window.Plotly)
    script.onerror = () => fail(new Error(`${PLOTLY} cannot be loaded`))
    document.head.append(script)
  })
  return loading
}

// A section's charts change together. The next section waits until the browser has shown them: charts drawn one after
// the other in one frame would all be seen only when the last one is finished.
let turns = Promise.resolve()
function turn() {
  const mine = turns
  turns = mine.then(painted)
  return mine
}

function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done)) // the second one follows the first one's picture
    setTimeout(done, document.hidden ? 0 : LONGEST_FRAME) // a hidden page draws no frames
  })
}

const sections = new Set()

export async function draw({ data, parentElement, setTriggerValue }) {
  const text = decoder.decode(data)
  const section = (parentElement.section ??= newSection(parentElement))
  section.pick = (value) => setTriggerValue("picked", [value].flat())
  if (section.text !== text) {
    section.text = text
    section.content = JSON.parse(text)
    await update(section)
  }
  return () => remove(section, parentElement)
}

async function update(section) {
  const { content, awaited } = section
  if (awaited && content.choices[awaited.control].at !== awaited.place) return // the answer to an earlier click
  section.awaited = undefined
  if (isShown(section, content)) return settle(section)
  prepare(section, content)
  const Plotly = await plotly()
  await turn()
  if (section.content !== content || section.awaited) return
  if (section.box.isConnected) show(section, content, Plotly)
  else section.text = undefined // the next call draws it
}

// Some choices need no server: the section came with what it shows for each of a control's options. The server's answer
// follows, and with it the rest of the page.
document.addEventListener("click", ({ target }) => {
  const option = target.closest?.("[role=radio]:not(:disabled)")
  if (option) for (const section of sections) choose(section, option)
}, true)

function choose(section, option) {
  for (const [control, choice] of Object.entries(section.content?.choices ?? {})) {
    const place = [...document.querySelectorAll(`.st-key-${control} [role=radio]`)].indexOf(option)
    if (place < 0) continue
    const content = place === choice.at ? section.content : choice.sections[place]
    const isOnly = !section.awaited || section.awaited.control === control
    section.awaited = content && isOnly ? { control, place } : undefined
    if (section.awaited) showAhead(section, content, section.awaited)
  }
}

// after the click has reached the server
function showAhead(section, content, awaited) {
  requestAnimationFrame(async () => {
    const Plotly = await plotly()
    if (section.awaited !== awaited || !section.box.isConnected) return
    if (isShown(section, content)) settle(section)
    else show(section, content, Plotly)
  })
  setTimeout(() => {
    if (section.awaited !== awaited) return
    section.awaited = undefined
    update(section)
  }, LONGEST_WAIT)
}

const isShown = (section, content) => section.shown === shownText(content)
const shownText = (content) => JSON.stringify({ ...content, choices: undefined })

function newSection(parentElement) {
  const box = element("section", "chart-section")
  const section = { box, charts: [] }
  for (const [name, kind] of [["heading", "h2"], ["remark", "p"], ["grid", "div"], ["source", "p"]])
    box.append((section[name] = element(kind, `chart-${name}`)))
  section.source.append((section.stated = element("span", "chart-stated")), (section.hint = element("span", "chart-hint")))
  parentElement.append(box)
  sections.add(section)
  return section
}

function element(kind, name) {
  const made = document.createElement(kind)
  made.className = name
  return made
}

function newChart(section) {
  const panel = element("div", "chart-panel")
  const [title, box, said] = [element("p", "chart-title"), element("div", "changing-chart"), element("output", "changing-chart-said")]
  panel.append(title, box, said)
  section.grid.append(panel)
  return { panel, title, box, said, at: -1, pick: (value) => section.pick(value) }
}

// New charts get their room and their words at once; those on the page keep theirs until their new figure is drawn.
function prepare(section, content) {
  const { charts } = section
  const isNew = !charts.length
  if (isNew) showHeadings(() => true) // a new chart takes longer to draw and shows nothing old meanwhile
  while (charts.length < content.charts.length) {
    const chart = newChart(section)
    charts.push(chart)
    describe(chart, content.charts[charts.length - 1], content.selects)
  }
  if (isNew) write(section, content)
  for (const { box } of charts) box.setAttribute("aria-busy", "true")
}

function write(section, content) {
  section.grid.style.setProperty("--columns", content.columns)
  section.grid.style.setProperty("--narrowest", `${content.narrowest}px`)
  for (const name of ["heading", "remark", "hint"]) say(section[name], content[name])
  say(section.stated, content.source)
  section.source.hidden = !content.source && !content.hint
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text
  place.hidden = !text
}

function describe(chart, { title, alt, figure }, selects) {
  say(chart.title, title)
  chart.box.style.height = `${figure.layout.height}px`
  chart.box.setAttribute("role", "figure")
  chart.box.setAttribute("aria-label", alt)
  if (selects) chart.box.tabIndex = 0
  else chart.box.removeAttribute("tabindex")
}

function show(section, content, Plotly) {
  section.shown = shownText(content)
  write(section, content)
  for (const chart of section.charts.splice(content.charts.length)) purge(chart)
  content.charts.forEach((drawn, place) => showChart(section.charts[place], drawn, content.selects, Plotly))
  settle(section)
}

function settle(section) {
  for (const { box } of section.charts) box.removeAttribute("aria-busy")
  showHeadings()
}

function showChart(chart, drawn, selects, Plotly) {
  const { box } = chart
  const figure = { ...drawn.figure, selects }
  const before = calm.matches || !chart.figure ? null : positions(box)
  const isNew = !chart.figure
  describe(chart, drawn, selects)
  chart.figure = figure
  const selecting = selects ? { hovermode: "closest", clickmode: "event" } : {}
  Plotly.react(box, figure.data, { ...figure.layout, ...selecting, width: box.clientWidth }, CONFIG)
  if (isNew) attach(chart, Plotly)
  box.classList.toggle("selects", selects)
  if (before) move(box, before)
}

function attach(chart, Plotly) {
  const { box } = chart
  chart.Plotly = Plotly
  box.on("plotly_click", ({ points }) => {
    const value = points.map(({ customdata }) => customdata).find((one) => one?.length)
    if (chart.figure.selects && value) chart.pick(value)
  })
  box.addEventListener("keydown", (event) => press(chart, event))
  box.addEventListener("blur", () => leave(chart))
  chart.sizes = new ResizeObserver(() => {
    const width = box.clientWidth
    if (width && width !== box._fullLayout?.width) Plotly.relayout(box, { width })
  })
  chart.sizes.observe(box)
}

// Streamlit also says goodbye to a section that it draws again in the same place: that one stays
function remove(section, parentElement) {
  setTimeout(() => {
    if (section.box.isConnected) return
    section.charts.forEach(purge)
    section.box.remove()
    sections.delete(section)
    if (parentElement.section === section) delete parentElement.section
  })
}

function purge(chart) {
  chart.sizes?.disconnect()
  chart.Plotly?.purge(chart.box)
  chart.panel.remove()
}

// by keyboard: the arrows go from point to point and show its tooltip, Enter chooses it as a click does
function press(chart, event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  const points = selectable(chart.figure.data)
  if (!chart.figure.selects || !points.length) return
  if (step) {
    const { length } = points
    chart.at = chart.at < 0 ? (step > 0 ? 0 : length - 1) : (chart.at + step + length) % length
    const { curve, point } = points[chart.at]
    chart.Plotly.Fx.hover(chart.box, [{ curveNumber: curve, pointNumber: point }])
    chart.said.textContent = plain(chart.figure.data[curve].hovertext?.[point])
    event.preventDefault()
  } else if (event.key === "Enter" && points[chart.at]) {
    chart.pick(points[chart.at].value)
    event.preventDefault()
  } else if (event.key === "Escape") leave(chart)
}

function leave(chart) {
  chart.at = -1
  chart.said.textContent = ""
  chart.Plotly.Fx.unhover(chart.box)
}

function selectable(traces) {
  const points = new Map()
  traces.forEach((trace, curve) =>
    trace.customdata?.forEach?.((value, point) => {
      const name = String(value)
      if (value?.length && !points.has(name)) points.set(name, { curve, point, value })
    }),
  )
  return [...points.values()]
}

const plain = (tooltip) => new DOMParser().parseFromString((tooltip ?? "").replaceAll("<br>", "; "), "text/html").body.textContent

// bars and the names beside them start from where the same name stood before
function positions(box) {
  return new Map(moving(box).map((mark) => [nameOf(mark), mark.getBoundingClientRect()]))
}

const moving = (box) => [...box.querySelectorAll(MARKS)].filter((mark) => traceOf(mark)?.meta !== "still")
const traceOf = (mark) => mark.closest(".trace")?.__data__[0].trace

function nameOf(mark) {
  if (mark.tagName !== "path") return mark.textContent
  const point = mark.parentNode.__data__
  return `${traceOf(mark).index} ${point.p ?? point.i}`
}

function move(box, before) {
  for (const mark of moving(box)) {
    const was = before.get(nameOf(mark))
    const is = mark.getBoundingClientRect()
    if (!was || !is.width || (was.x === is.x && was.y === is.y && was.width === is.width)) continue
    const from = `translate(${was.x - is.x}px, ${was.y - is.y}px) scaleX(${mark.tagName === "path" ? was.width / is.width : 1})`
    mark.style.transformBox = "fill-box"
    mark.style.transformOrigin = "0 0"
    mark.animate([{ transform: from }, { transform: "none" }], MOVE)
  }
  for (const label of box.querySelectorAll(LABELS)) label.animate([{ opacity: 0 }, { opacity: 1 }], MOVE)
}
