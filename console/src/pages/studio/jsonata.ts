// What can be written between {% and %}: JSONata's functions, those that Step Functions adds, and what $states holds.

interface Known {
  /** How it is called, or what type it has. */
  call: string;
  words: string;
}

const FUNCTIONS: Record<string, Known> = {
  $string: { call: "(value, prettify?)", words: "As text; of a structure its JSON." },
  $length: { call: "(text)", words: "How many characters a text has." },
  $substring: { call: "(text, start, length?)", words: "A part of a text; a negative start counts from its end." },
  $substringBefore: { call: "(text, characters)", words: "What stands before the first of these characters." },
  $substringAfter: { call: "(text, characters)", words: "What stands after the first of these characters." },
  $uppercase: { call: "(text)", words: "In upper case." },
  $lowercase: { call: "(text)", words: "In lower case." },
  $trim: { call: "(text)", words: "Without blanks at its ends, and with single ones within." },
  $pad: { call: "(text, width, with?)", words: "Made wider: to the right, with a negative width to the left." },
  $contains: { call: "(text, pattern)", words: "Whether a text holds another one, or what fits a pattern." },
  $split: { call: "(text, separator, limit?)", words: "The parts of a text." },
  $join: { call: "(texts, separator?)", words: "Texts as one." },
  $match: { call: "(text, pattern, limit?)", words: "What fits a pattern, with its groups." },
  $replace: { call: "(text, pattern, by, limit?)", words: "The text with something else in place of what fits." },
  $base64encode: { call: "(text)", words: "As base64." },
  $base64decode: { call: "(text)", words: "From base64." },
  $encodeUrlComponent: { call: "(text)", words: "Percent-encoded, as a part of an address." },
  $decodeUrlComponent: { call: "(text)", words: "From percent-encoding." },
  $number: { call: "(value)", words: "As a number." },
  $abs: { call: "(number)", words: "Without its sign." },
  $floor: { call: "(number)", words: "Rounded down." },
  $ceil: { call: "(number)", words: "Rounded up." },
  $round: { call: "(number, digits?)", words: "Rounded, halves to the even digit." },
  $power: { call: "(base, exponent)", words: "A power." },
  $sqrt: { call: "(number)", words: "The square root." },
  $random: { call: "(seed?)", words: "A number from 0 to less than 1." },
  $formatNumber: { call: "(number, picture)", words: "As text, by a picture such as #,##0.00." },
  $formatBase: { call: "(number, base?)", words: "As text to another base." },
  $sum: { call: "(numbers)", words: "Their sum." },
  $max: { call: "(numbers)", words: "The largest." },
  $min: { call: "(numbers)", words: "The smallest." },
  $average: { call: "(numbers)", words: "Their mean." },
  $boolean: { call: "(value)", words: "Whether it counts as true." },
  $not: { call: "(value)", words: "The opposite." },
  $exists: { call: "(value)", words: "Whether there is a value at all." },
  $count: { call: "(list)", words: "How many there are." },
  $append: { call: "(list, list)", words: "Both lists as one." },
  $sort: { call: "(list, function?)", words: "In order." },
  $reverse: { call: "(list)", words: "In the opposite order." },
  $shuffle: { call: "(list)", words: "In a random order." },
  $distinct: { call: "(list)", words: "Each value once." },
  $zip: { call: "(list, list, …)", words: "The first ones together, the second ones, and so on." },
  $keys: { call: "(object)", words: "The names of its members." },
  $lookup: { call: "(object, name)", words: "The member of that name." },
  $merge: { call: "(objects)", words: "Objects as one; later members win." },
  $spread: { call: "(object)", words: "An object per member." },
  $each: { call: "(object, function)", words: "What the function makes of each member." },
  $sift: { call: "(object, function)", words: "The members for which the function is true." },
  $type: { call: "(value)", words: "The name of its type." },
  $error: { call: "(message)", words: "Fails with States.QueryEvaluationError." },
  $assert: { call: "(condition, message)", words: "Fails unless the condition is true." },
  $map: { call: "(list, function)", words: "What the function makes of each." },
  $filter: { call: "(list, function)", words: "Those for which the function is true." },
  $single: { call: "(list, function)", words: "The only one for which the function is true." },
  $reduce: { call: "(list, function, first?)", words: "One value from all." },
  $now: { call: "(picture?, zone?)", words: "The present, as text." },
  $millis: { call: "()", words: "The present, in milliseconds since 1970." },
  $fromMillis: { call: "(millis, picture?, zone?)", words: "An instant as text." },
  $toMillis: { call: "(text, picture?)", words: "An instant in milliseconds since 1970." },
  $partition: { call: "(list, size)", words: "Lists of so many, in order." },
  $range: { call: "(from, to, step)", words: "Numbers from one to another." },
  $hash: { call: "(value, algorithm)", words: "A digest: MD5, SHA-1, SHA-256, SHA-384, SHA-512." },
  $uuid: { call: "()", words: "A new identifier." },
  $parse: { call: "(text)", words: "The value of a JSON text." },
};

const STATES: Record<string, Known> = {
  "$states.input": { call: "", words: "The input of the state." },
  "$states.result": { call: "", words: "What the task, the branches or the iterations gave: in Output and Assign." },
  "$states.errorOutput": { call: "", words: "{Error, Cause}: in the Output and Assign of a catcher." },
  "$states.errorOutput.Error": { call: "", words: "The name of the error that was caught." },
  "$states.errorOutput.Cause": { call: "", words: "Its cause." },
  "$states.context": { call: "", words: "The context object." },
  "$states.context.Execution.Id": { call: "", words: "The ARN of the execution." },
  "$states.context.Execution.Name": { call: "", words: "Its name." },
  "$states.context.Execution.Input": { call: "", words: "What it was started with." },
  "$states.context.Execution.StartTime": { call: "", words: "When it was started." },
  "$states.context.Execution.RedriveCount": { call: "", words: "How often it was redriven." },
  "$states.context.State.Name": { call: "", words: "The name of the state." },
  "$states.context.State.EnteredTime": { call: "", words: "When it was entered." },
  "$states.context.State.RetryCount": { call: "", words: "How often it was tried again." },
  "$states.context.StateMachine.Id": { call: "", words: "The ARN of the machine." },
  "$states.context.StateMachine.Name": { call: "", words: "Its name." },
  "$states.context.Task.Token": { call: "", words: "What whoever answers the task must have: with .waitForTaskToken." },
  "$states.context.Map.Item.Value": { call: "", words: "The item: in ItemSelector." },
  "$states.context.Map.Item.Index": { call: "", words: "Its place, from 0: in ItemSelector." },
};

export const JSONATA: Record<string, Known> = { ...STATES, ...FUNCTIONS };

/** The beginning of the word at the end of an expression that is not closed yet; undefined outside of expressions. */
export function expressionEnd(before: string): string | undefined {
  const open = before.lastIndexOf("{%");
  if (open < 0 || before.indexOf("%}", open) >= 0) return undefined;
  return /\$[\w.]*$/.exec(before.slice(open + 2))?.[0] ?? "";
}
