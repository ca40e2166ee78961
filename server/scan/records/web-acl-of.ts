import { plainText, textIn } from './readers.ts'
import type { Stack } from './stack.ts'

/** The web ACL that an association of the template puts before a resource. */
export function webAclOf(stack: Stack, resourceArn: string): { webAclArn?: string } {
  const found = stack
    .of('AWS::WAFv2::WebACLAssociation')
    .find(
      ({ properties }) =>
        textIn(properties.ResourceArn).replace('::/', '::') === resourceArn.replace('::/', '::'),
    )
  const arn = found && (plainText(found.properties.WebACLArn) ?? textIn(found.properties.WebACLArn))
  return arn ? { webAclArn: arn } : {}
}
