import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'

/** Name of the attribute that DynamoDB's time to live looks at. */
export const TTL_ATTRIBUTE = 'expires'

/** The table as DynamoDB is to create it: no secondary index, paid per request. */
export const tableDefinition = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
})
