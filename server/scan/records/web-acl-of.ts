import { textIn } from './readers.ts'
import type { Stack } from './stack.ts'

/** The web ACL that an association of the template puts before a resource. */
export function webAclOf(stack: Stack, resourceArn: string): { webAclArn?: string } {
  const [found] = stack.naming('AWS::WAFv2::WebACLAssociation', 'ResourceArn', [resourceArn])
  const arn = textIn(found?.properties.WebACLArn)
  return arn ? { webAclArn: arn } : {}
}
