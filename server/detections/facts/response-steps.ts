type Step = { text: string; command: string | null }

export const ASK_ACTOR: Step = {
  text: 'Ask the actor, by another channel, whether they did this.',
  command: null,
}

export const FOLLOW_SESSION: Step = {
  text: 'Follow the session on the Events page: what it did before and after, and the login behind it.',
  command: null,
}

export const SEE_FUNCTION_POLICY: Step = {
  text: 'See who may invoke the function now.',
  command: 'aws lambda get-policy --function-name <name> --query Policy --output text',
}

export const REMOVE_PERMISSION: Step = {
  text: 'To take the permission back, remove the statement.',
  command: "aws lambda remove-permission --function-name <name> --statement-id '<statement-id>'",
}

export const SEE_CONFIGURATION: Step = {
  text: 'See how the function is configured now.',
  command: 'aws lambda get-function-configuration --function-name <name>',
}

/** A read-only look at something, or a command that the user may run. */
export function step(text: string, command: string | null = null): Step {
  return { text, command }
}
