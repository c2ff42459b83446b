import type { Template } from 'aws-cdk-lib/assertions'

export interface FoundResource {
  id: string
  properties: any
  resource: any
}

/** Resources of a type in a template. */
export const resourcesOf = (template: Template, type: string): FoundResource[] =>
  Object.entries(template.findResources(type)).map(([id, resource]) => ({
    id,
    resource,
    properties: (resource as any).Properties ?? {},
  }))
