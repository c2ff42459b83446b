/**
 * Part of bench/edge-intake.ts: uploads a JPEG file to a port again and again, each time with another comment, so that
 * it is not known yet. Reads `FIRST COUNT AT_ONCE` lines from stdin and answers each with a line once all are stored.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'

const [file = '', port, most] = process.argv.slice(2)
const photo = readFileSync(file)
const comment = Buffer.from([0xff, 0xfe, 0, 6, 0, 0, 0, 0])
const NUMBER_AT = 2 + 4
const bodies = Array.from({ length: Number(most) }, () =>
  Buffer.concat([photo.subarray(0, 2), comment, photo.subarray(2)]),
)
const agent = new Agent({ keepAlive: true })

for await (const line of createInterface({ input: process.stdin })) {
  const [first = 0, count = 0, atOnce = 1] = line.split(' ').map(Number)
  let sent = 0
  const sendOneByOne = async (body: Buffer) => {
    while (sent < count) await upload(first + sent++, body)
  }
  await Promise.all(bodies.slice(0, atOnce).map(sendOneByOne))
  console.log('stored')
}
agent.destroy()

function upload(number: number, body: Buffer): Promise<void> {
  body.writeUInt32BE(number, NUMBER_AT)
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'image/jpeg', 'Content-Length': body.length }
    const sending = request({ port, path: '/photos', method: 'POST', agent, headers }, (response) => {
      const { statusCode } = response
      response.resume().once('end', () => {
        if (statusCode === 201) resolve()
        else reject(new Error(`Expected 201 but received ${statusCode}`))
      })
    })
    sending.once('error', reject).end(body)
  })
}
