import { expect, it } from 'vitest'
import { plainEventName } from './event-name.ts'

it.each([
  ['UpdateFunctionCode20150331v2', 'UpdateFunctionCode'],
  ['ListFunctions20150331', 'ListFunctions'],
  ['CreateDistribution2020_05_31', 'CreateDistribution'],
  ['AddLayerVersionPermission20181031', 'AddLayerVersionPermission'],
  ['GetFunctionUrlConfig', 'GetFunctionUrlConfig'],
  ['ListObjectsV2', 'ListObjectsV2'],
  ['20150331', '20150331'],
  ['CreateThing12345678', 'CreateThing12345678'],
  ['', ''],
])('%s is %s', (raw, plain) => {
  expect(plainEventName(raw)).toBe(plain)
})
