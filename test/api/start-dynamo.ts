import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { tableDefinition } from '../../api/store/dynamo-definition.ts'

interface Call {
  target: string
  body: any
}

/**
 * Dynalite, and the one action that it lacks: TransactWriteItems, made of its own reads and batches, one
 * transaction at a time. `refuse` answers a call in its place, such as with throttling; `hangs` leaves all
 * calls unanswered. With
 * TEST_DYNAMODB_ENDPOINT everything goes to that server instead, such as Amazon's DynamoDB Local.
 */
export async function startDynamo() {
  const other = process.env.TEST_DYNAMODB_ENDPOINT
  const own = other ? null : await listen(dynalite({ createTableMs: 0 }))
  const target = other ?? own?.url ?? ''
  const state: { refuse: ((call: Call) => string | null) | null; hangs: boolean; calls: string[] } = {
    refuse: null,
    hangs: false,
    calls: [],
  }
  let last: Promise<unknown> = Promise.resolve()

  async function forward(headers: Record<string, string>, action: string, body: object) {
    const response = await fetch(target, {
      method: 'POST',
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${action}` },
      body: JSON.stringify(body),
    })
    return { status: response.status, text: await response.text() }
  }

  async function transact(headers: Record<string, string>, { TransactItems }: any) {
    const reasons = await Promise.all(
      TransactItems.map(async ({ Put, Delete, ConditionCheck }: any) => {
        const {
          TableName,
          Item,
          Key,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        } = Put ?? Delete ?? ConditionCheck
        if (condition === undefined) return { Code: 'None' }
        const { pk, sk } = Item ?? Key
        const read = { TableName, Key: { pk, sk }, ConsistentRead: true }
        const found = JSON.parse((await forward(headers, 'GetItem', read)).text).Item
        const isLive = found && !(Number(found.expires?.N) < Number(values[':now']?.N))
        const holds = condition.startsWith('attribute_not_exists(pk)')
          ? !isLive
          : condition.startsWith('attribute_exists(pk)')
            ? isLive
            : found?.version.N === values[':version'].N
        return { Code: holds ? 'None' : 'ConditionalCheckFailed' }
      }),
    )
    if (reasons.some(({ Code }) => Code !== 'None')) {
      const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException'
      const text = JSON.stringify({
        __type: type,
        message: 'Transaction cancelled',
        CancellationReasons: reasons,
      })
      return { status: 400, text }
    }
    const writes: [table: string, request: object][] = TransactItems.flatMap(({ Put, Delete }: any) =>
      Put
        ? [[Put.TableName, { PutRequest: { Item: Put.Item } }]]
        : Delete
          ? [[Delete.TableName, { DeleteRequest: { Key: Delete.Key } }]]
          : [],
    )
    const table = writes[0]?.[0] ?? ''
    for (let i = 0; i < writes.length; i += 25) {
      const requests = writes.slice(i, i + 25).map(([, request]) => request)
      const done = await forward(headers, 'BatchWriteItem', { RequestItems: { [table]: requests } })
      if (done.status !== 200) return done
    }
    return { status: 200, text: '{}' }
  }

  const outer = await listen(
    createServer(async (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = JSON.parse(Buffer.concat(chunks).toString())
      const action = String(request.headers['x-amz-target']).split('.')[1] ?? ''
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          ([name]) => !['host', 'content-length', 'connection'].includes(name),
        ),
      ) as Record<string, string>
      state.calls.push(action)
      if (state.hangs) return
      const refused = state.refuse?.({ target: action, body })
      if (refused) {
        const text = JSON.stringify({
          __type: `com.amazonaws.dynamodb.v20120810#${refused}`,
          message: refused,
        })
        response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' }).end(text)
        return
      }
      // One at a time, as serialisable transactions want it.
      const turn = last.then(() =>
        own && action === 'TransactWriteItems' ? transact(headers, body) : forward(headers, action, body),
      )
      last = turn.catch(() => {})
      const { status, text } = await turn
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' }).end(text)
    }),
  )

  const client = new DynamoDBClient({
    endpoint: outer.url,
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 3,
  })
  return {
    client,
    url: outer.url,
    state,
    async createTable(name: string) {
      await client.send(new CreateTableCommand(tableDefinition(name)))
      while (
        (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !== 'ACTIVE'
      ) {
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async stop() {
      client.destroy()
      const servers = [outer, ...(own ? [own] : [])].map(({ server }) => server)
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

async function listen(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}
