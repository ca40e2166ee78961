import type { FunctionSpec, Partition } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { userPoolId } from '#demo/estate/sources/invited.ts'

export type GraphqlApiSpec = {
  id: string
  name: string
  authentication: object
  additional: object[]
  visibility: 'GLOBAL' | 'PRIVATE'
  fieldLogLevel?: 'NONE' | 'ERROR' | 'ALL'
  tracing: boolean
  /** Functions among its data sources; it has a table besides. */
  functions: FunctionSpec[]
}

const firstOfTheseServices = 60

/**
 * A large region has two GraphQL APIs over functions, and one over tables alone: the storefront's, which an API key
 * opens as well and which logs nothing, and one for the company's own services.
 */
export function makeGraphqlApis({ account, region, functions }: Partition): GraphqlApiSpec[] {
  const free = functions.filter((fn) => !fn.cast && !fn.overrides && fn.rawPolicy === undefined)
  const [cart, search, stock] = free.slice(firstOfTheseServices)
  if (!cart || !search || !stock) return []
  const api = (name: string, more: Partial<GraphqlApiSpec>): GraphqlApiSpec => ({
    id: hexFrom(26, account.id, region, name),
    name,
    authentication: { authenticationType: 'AWS_IAM' },
    additional: [],
    visibility: 'GLOBAL',
    fieldLogLevel: 'ERROR',
    tracing: true,
    functions: [],
    ...more,
  })
  const userPoolConfig = {
    userPoolId: userPoolId(account, region),
    awsRegion: region,
    defaultAction: 'ALLOW',
  }
  return [
    api('storefront-graphql', {
      authentication: { authenticationType: 'AMAZON_COGNITO_USER_POOLS', userPoolConfig },
      additional: [{ authenticationType: 'API_KEY' }],
      fieldLogLevel: undefined,
      tracing: false,
      functions: [cart, search],
    }),
    api('internal-graphql', { visibility: 'PRIVATE', functions: [stock] }),
    api('tables-graphql', {}),
  ]
}
