// A shared worker: one event stream for all tabs of a browser that show a meeting. Over HTTP/1.1 a browser opens six
// connections to a server at most, and each stream would hold one.
"use strict";
const REOPENED = 5000;     // milliseconds within which several tabs that hear nothing ask for one new stream
const ports = new Set();
let source = null;
let begun = 0;
let last = null;           // the last state of the meeting, for a tab that comes later, and when it came
let lastAt = 0;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open(address) {
  if (source) source.close();
  source = new EventSource(address);
  begun = performance.now();
  source.onopen = () => tell({ kind: "open" });
  source.onmessage = (event) => { last = event.data; lastAt = performance.now(); tell({ kind: "state", data: last, age: 0 }); };
  source.addEventListener("alive", () => tell({ kind: "alive" }));
  source.addEventListener("pointer", (event) => tell({ kind: "pointer", data: event.data }));
  source.onerror = () => tell({ kind: "error", closed: source.readyState === EventSource.CLOSED });
}

function asked(port, { address, again, leaves }) {
  if (leaves) { ports.delete(port); return; }
  ports.add(port);
  const now = performance.now();
  if (!source || source.readyState === EventSource.CLOSED || (again && now - begun > REOPENED)) { open(address); return; }
  if (source.readyState === EventSource.OPEN) port.postMessage({ kind: "open" });
  if (last) port.postMessage({ kind: "state", data: last, age: (now - lastAt) / 1000 });
}

self.onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => asked(port, data);
};
