// Part of GraphiQL's page, which knows no files: whatever asks for a photo or a zip ($photo: Photo!) and names
// none in its variables is sent with the chosen one, by the multipart request specification, as clients do it.
const send = globalThis.fetch

const label = document.createElement('label')
label.append('Photo ')
label.style.cssText = 'position: fixed; top: 28px; right: 180px; z-index: 1; font-size: 14px'
const chooser = document.createElement('input')
chooser.type = 'file'
label.append(chooser)
document.body.append(label)

/** The chosen file; asks for one where none is, and is null where that is not wanted. */
function chosenFile() {
  if (chooser.files[0]) return chooser.files[0]
  return new Promise((resolve) => {
    chooser.addEventListener('change', () => resolve(chooser.files[0]), { once: true })
    chooser.addEventListener('cancel', () => resolve(null), { once: true })
    // Browsers open it because somebody has just pressed the button that runs the operation.
    chooser.click()
  })
}

/** The variable that a file is missing for. */
function missingFile({ query, variables }) {
  const declared = [...query.replace(/#.*/g, '').matchAll(/\$(\w+)\s*:\s*(?:Photo|Zip)\s*!/g)]
  return declared.map(([, name]) => name).find((name) => (variables?.[name] ?? null) === null)
}

globalThis.fetch = async (address, options = {}) => {
  const operation = typeof options.body === 'string' ? JSON.parse(options.body) : null
  const name = operation?.query && missingFile(operation)
  const file = name && (await chosenFile())
  if (!file) return send(address, options)
  const form = new FormData()
  const variables = { ...operation.variables, [name]: null }
  form.set('operations', JSON.stringify({ ...operation, variables }))
  form.set('map', JSON.stringify({ 0: [`variables.${name}`] }))
  form.set('0', file)
  const headers = new Headers(options.headers)
  // The browser's own names the boundary.
  headers.delete('content-type')
  return send(address, { ...options, headers, body: form })
}
