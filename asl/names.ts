/** What no name in Step Functions may contain, by the service model of StartExecution and CreateStateMachine. */
const FORBIDDEN = new RegExp(
  '[\\s<>{}[\\]?*"#%\\\\^|~`$&,;:/\\u{0}-\\u{1f}\\u{7f}-\\u{9f}\\u{d800}-\\u{dfff}\\u{fffe}\\u{ffff}\\u{10ffff}]',
  'u',
);

/** Of an execution or a state machine: 1 to 80 characters. */
export function isName(name: string): boolean {
  return name !== '' && [...name].length <= 80 && !FORBIDDEN.test(name);
}

/** Of a distributed Map, whose label becomes a part of its machine's name: 1 to 40 characters. */
export function isLabel(label: string): boolean {
  return isName(label) && [...label].length <= 40;
}

/** What to say of a name that is none, beside the name. */
export const NAME_RULE =
  'a name has 1 to 80 characters, none of them a blank, a control character or one of < > { } [ ] ? * " # % \\ ^ | ~ ` $ & , ; : /';
