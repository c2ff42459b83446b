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
 * Dynalite, and the one action that it lacks: TransactWriteItems, made of its own single writes, one
 * transaction at a time. `refuse` answers a call in its place, such as with throttling.
 */
export async function startDynamo() {
  const inner = await listen(dynalite({ createTableMs: 0 }))
  const state: { refuse: ((call: Call) => string | null) | null; calls: string[] } = {
    refuse: null,
    calls: [],
  }
  let last: Promise<unknown> = Promise.resolve()

  async function forward(headers: Record<string, string>, target: string, body: object) {
    const response = await fetch(inner.url, {
      method: 'POST',
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${target}` },
      body: JSON.stringify(body),
    })
    return { status: response.status, text: await response.text() }
  }

  async function transact(headers: Record<string, string>, { TransactItems }: any) {
    const reasons = []
    for (const { Put, Delete } of TransactItems) {
      const {
        TableName,
        Item,
        Key,
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
      } = Put ?? Delete
      const { pk, sk } = Item ?? Key
      const { text } = await forward(headers, 'GetItem', { TableName, Key: { pk, sk }, ConsistentRead: true })
      const found = JSON.parse(text).Item
      const holds =
        condition === undefined
          ? true
          : condition === 'attribute_not_exists(pk)'
            ? !found
            : found?.version.N === values[':version'].N
      reasons.push({ Code: holds ? 'None' : 'ConditionalCheckFailed' })
    }
    if (reasons.some(({ Code }) => Code !== 'None')) {
      const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException'
      const text = JSON.stringify({
        __type: type,
        message: 'Transaction cancelled',
        CancellationReasons: reasons,
      })
      return { status: 400, text }
    }
    for (const { Put, Delete } of TransactItems) {
      const {
        ConditionExpression: _c,
        ExpressionAttributeNames: _n,
        ExpressionAttributeValues: _v,
        ...write
      } = Put ?? Delete
      const done = await forward(headers, Put ? 'PutItem' : 'DeleteItem', write)
      if (done.status !== 200) return done
    }
    return { status: 200, text: '{}' }
  }

  const outer = await listen(
    createServer(async (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = JSON.parse(Buffer.concat(chunks).toString())
      const target = String(request.headers['x-amz-target']).split('.')[1] ?? ''
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          ([name]) => !['host', 'content-length', 'connection'].includes(name),
        ),
      ) as Record<string, string>
      state.calls.push(target)
      const refused = state.refuse?.({ target, body })
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
        target === 'TransactWriteItems' ? transact(headers, body) : forward(headers, target, body),
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
      await Promise.all([outer, inner].map(({ server }) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

async function listen(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}
