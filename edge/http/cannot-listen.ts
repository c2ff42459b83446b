/** For a server that starts: says in one line why it cannot listen, and ends the process with code 2. */
export function cannotListen({ code, message, address, port }: ListenError): never {
  console.error(
    code === 'EADDRINUSE'
      ? `Expected a free port for PORT but received ${port} on ${address}, which another process has; stop that one or choose another`
      : message,
  )
  process.exit(2)
}

/** What a server of Node's says where it cannot listen. */
interface ListenError extends NodeJS.ErrnoException {
  address?: string
  port?: number
}
