/** Templates by the stack's name without the deployment's, as CloudFormation gets them. */
export type Templates = Readonly<Record<string, { Resources?: Record<string, Resource> }>>

interface Resource {
  Type: string
  Properties?: any
}

/** Where things are kept or looked at, as functions use them. */
export const stores = ['photos', 'table', 'model'] as const
export type Store = (typeof stores)[number]

export interface Architecture {
  /** The app's functions by name, and which stores their role lets them use. */
  functions: Record<string, Set<Store>>
  /** The app's queues by name. */
  queues: Set<string>
  /** From a function or the bus to a queue, from a queue to a function, and so on; names as above. */
  arrows: Set<string>
  alarms: number
  hasPool: boolean
}

const STORE_OF: readonly [RegExp, Store][] = [
  [/^s3:(Get|Put|Delete)Object$/, 'photos'],
  [/^dynamodb:(Query|GetItem)$/, 'table'],
  [/^sagemaker:InvokeEndpoint/, 'model'],
]

/** Reads what there is and who may reach whom: from roles, event sources, rules and notifications. */
export function readArchitecture(templates: Templates): Architecture {
  const app = resourcesOf(templates, 'app')
  const named = (type: string, end: RegExp) =>
    app.filter(({ Type, id }) => Type === type && end.test(id)).map(({ id }) => id.replace(end, ''))
  const functions = Object.fromEntries(
    named('AWS::Lambda::Function', /Function[0-9A-F]{8}$/)
      .filter((name) => !/^(Custom|BucketNotifications)/.test(name))
      .map((name) => [name, new Set<Store>()]),
  )
  const queues = new Set(named('AWS::SQS::Queue', /Queue[0-9A-F]{8}$/))
  const arrows = new Set<string>()
  /** Whose resource a reference leads to. */
  const ownerOf = (value: unknown): string | undefined => {
    const text = JSON.stringify(value) ?? ''
    const names = [...Object.keys(functions), ...queues].sort((a, b) => b.length - a.length)
    const found = names.find((name) => new RegExp(`"${name}(Function|Queue|Dead)[0-9A-F]{8}"`).test(text))
    return found ?? (/"Bus[0-9A-F]{8}"/.test(text) ? 'Bus' : undefined)
  }

  for (const { Type, id, Properties = {} } of app) {
    if (Type === 'AWS::IAM::Policy') {
      const name = Object.keys(functions).find((one) => id.startsWith(`${one}Role`))
      if (!name) continue
      for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
        for (const action of [Action].flat() as string[]) {
          const [, store] = STORE_OF.find(([pattern]) => pattern.test(action)) ?? []
          if (store) functions[name]?.add(store)
          if (!/^(sqs:SendMessage|events:PutEvents|lambda:InvokeFunction)$/.test(action)) continue
          for (const one of [Resource].flat()) {
            const target = ownerOf(one)
            // What could not be worked through is put aside: no way of a photo.
            if (target && !/Dead[0-9A-F]{8}/.test(JSON.stringify(one))) arrows.add(`${name}>${target}`)
          }
        }
      }
    }
    if (Type === 'AWS::Lambda::EventSourceMapping') {
      const from = ownerOf(Properties.EventSourceArn) ?? 'table'
      const to = ownerOf(Properties.FunctionName)
      if (to) arrows.add(`${from}>${to}`)
    }
    if (Type === 'AWS::Events::Rule' && Properties.EventPattern) {
      for (const { Arn } of Properties.Targets) {
        const to = ownerOf(Arn)
        if (to) arrows.add(`Bus>${to}`)
      }
    }
    if (Type === 'Custom::S3BucketNotifications') {
      const to = ownerOf(Properties.NotificationConfiguration)
      if (to) arrows.add(`photos>${to}`)
    }
    if (Type === 'AWS::SNS::Subscription') {
      const to = ownerOf(Properties.Endpoint)
      if (to) arrows.add(`model>${to}`)
    }
  }
  for (const { Type, Properties = {} } of resourcesOf(templates, 'web')) {
    if (Type !== 'AWS::CloudFront::Distribution') continue
    const { Origins, CacheBehaviors, DefaultCacheBehavior } = Properties.DistributionConfig
    for (const { PathPattern = '*', TargetOriginId } of [DefaultCacheBehavior, ...CacheBehaviors]) {
      const origin = JSON.stringify(Origins.find(({ Id }: { Id: string }) => Id === TargetOriginId))
      const name = Object.keys(functions).find((one) => origin.includes(`${one}Function`)) ?? 'Desk'
      arrows.add(`CloudFront ${PathPattern}>${name}`)
    }
  }
  const all = Object.keys(templates).flatMap((stack) => resourcesOf(templates, stack))
  return {
    functions,
    queues,
    arrows,
    alarms: all.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm').length,
    hasPool: all.some(({ Type }) => Type === 'AWS::Cognito::UserPool'),
  }
}

const resourcesOf = (templates: Templates, stack: string) =>
  Object.entries(templates[stack]?.Resources ?? {}).map(([id, resource]) => ({ id, ...resource }))
