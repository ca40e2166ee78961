import { expect, it } from 'vitest'
import { secretName } from './secret-name.ts'

it.each([
  ['prod/orders/db', 'prod/orders/db'],
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders/db-AbC123', 'prod/orders/db'],
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders/db', 'prod/orders/db'],
  ['orders-AbC123', 'orders-AbC123'],
])('%s is %s', (given, name) => expect(secretName(given)).toBe(name))
