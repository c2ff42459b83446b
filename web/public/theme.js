// Before the first paint, so that a dark desk does not flash white. A file of its own: inline script is not allowed.
;(() => {
  let chosen = null
  try {
    chosen = localStorage.getItem('dentgraph.theme')
  } catch {
    // Storage may be forbidden; the system's setting counts then.
  }
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.classList.toggle('dark', dark)
})()
