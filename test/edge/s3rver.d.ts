declare module 's3rver' {
  /** An S3 for tests; what of it is used here. */
  export default class S3rver {
    constructor(options: {
      port: number
      address: string
      silent: boolean
      directory: string
      resetOnClose: boolean
    })
    run(): Promise<{ port: number }>
    close(): Promise<void>
  }
}
