import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api'
import type { CallContext } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { paginateAll } from '#server/aws/paginate.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'
import { unseen } from './read-field.ts'

export const GET_RESOURCES: Operation = {
  service: 'tagging',
  name: 'GetResources',
  permission: 'tag:GetResources',
  costUsd: 0,
  hides: "functions' tags, so whose they are",
}

/** Tags of all functions of a region, up to a hundred a call. What has no tags may be left out of the answer. */
export async function readFunctionTags(
  context: CallContext,
): Promise<(arn: string) => Field<Record<string, string>>> {
  const list = await paginateAll(context, {
    operation: GET_RESOURCES,
    command: (PaginationToken) =>
      new GetResourcesCommand({
        ResourceTypeFilters: ['lambda:function'],
        ResourcesPerPage: 100,
        PaginationToken,
      }),
    items: 'ResourceTagMappingList',
    token: 'PaginationToken',
  })
  const rest: Field<Record<string, string>> = list.complete
    ? absent()
    : list.failure
      ? unseen(list.failure)
      : failed('incomplete')
  const found = new Map(
    list.items.map((item) => {
      const { ResourceARN, Tags } = asObject(item)
      return [asText(ResourceARN) ?? '', tagsOf(Tags)]
    }),
  )
  return (arn) => {
    const tags = found.get(arn)
    if (!tags) return rest
    return Object.keys(tags).length === 0 ? absent() : known(tags)
  }
}

function tagsOf(list: unknown): Record<string, string> {
  const tags = asArray(list).flatMap((tag): [string, string][] => {
    const { Key, Value } = asObject(tag)
    const key = asText(Key)
    return key === undefined ? [] : [[key, asText(Value) ?? '']]
  })
  return Object.fromEntries(tags.sort(([a], [b]) => (a < b ? -1 : 1)))
}
