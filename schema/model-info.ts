import type { Manifest, ModelEntry } from '../inference/runtime/manifest.ts'
import { builder } from './builder.ts'

type Named = { name: string; entry: ModelEntry }

builder.scalarType('JSON', {
  description: 'Any JSON.',
  serialize: (value) => value,
  parseValue: (value) => value,
})

const ModelPart = builder.objectRef<Named>('ModelPart').implement({
  description: 'One of the networks that make up the model.',
  fields: (t) => ({
    name: t.string({ description: '`damage` or `parts`.', resolve: ({ name }) => name }),
    classes: t.stringList({ resolve: ({ entry }) => entry.classes }),
    metrics: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Measured on the validation sets, as the manifest has it.',
      resolve: ({ entry }) => entry.metrics ?? null,
    }),
    training: t.field({ type: 'JSON', nullable: true, resolve: ({ entry }) => entry.training ?? null }),
  }),
})

const ModelInfo = builder.objectRef<Manifest>('ModelInfo').implement({
  description: 'The model that assesses photos here.',
  fields: (t) => ({
    name: t.exposeString('name'),
    version: t.exposeString('version'),
    preprocessing: t.string({
      description: 'Names how a photo becomes the picture that the model sees.',
      resolve: ({ preprocessing }) => preprocessing.id,
    }),
    damageTypes: t.stringList({ resolve: ({ models }) => models.damage.classes }),
    parts: t.stringList({ resolve: ({ models }) => models.parts.classes }),
    networks: t.field({
      type: [ModelPart],
      resolve: ({ models }) => [
        { name: 'damage', entry: models.damage },
        { name: 'parts', entry: models.parts },
      ],
    }),
  }),
})

builder.queryField('model', (t) =>
  t.field({
    type: ModelInfo,
    nullable: true,
    description: 'null where this server does not know what its endpoint runs.',
    resolve: (_root, _args, { api }) => api.manifest,
  }),
)
