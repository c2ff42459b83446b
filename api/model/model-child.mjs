// The model server as a child of the local server: it ends when its parent does, however that ends, because then
// the pipe to its standard input closes.
process.stdin.resume()
process.stdin.once('close', () => process.exit(0))
process.stdin.once('end', () => process.exit(0))
await import('../../inference/server/main.ts')
