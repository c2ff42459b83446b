import { graphql } from '../graphql/graphql.ts'

export const ModelPageQuery = graphql(`
  query ModelPage {
    model {
      name
      version
      damageTypes
      parts
      networks { name classes metrics }
    }
  }
`)
