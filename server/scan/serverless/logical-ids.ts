/** The Serverless Framework's logical ids: `orders-api` is `OrdersDashapi`. Source: its naming.js documentation. */
export function normalized(name: string): string {
  const plain = name
    .replaceAll('-', 'Dash')
    .replaceAll('_', 'Underscore')
    .replace(/[^A-Za-z0-9]/g, '')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

export const functionId = (key: string) => `${normalized(key)}LambdaFunction`
export const ROLE_ID = 'IamRoleLambdaExecution'
export const REST_API_ID = 'ApiGatewayRestApi'
export const HTTP_API_ID = 'HttpApi'
export const WEBSOCKETS_ID = 'WebsocketsApi'
