// Finds in a note what belongs to the contact or nowhere: the same rules as inquiries/personal_data.py, held together by one
// table of examples (tests/inquiries/personal_data.csv). Runs here, sends nothing anywhere.
const CAPITAL = "A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ";
const NAME = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:[Pp]an(?:í|a|u|em|e)?|[Ss]lečn[aouy])\\s+([${CAPITAL}]\\p{L}+(?:\\s+[${CAPITAL}]\\p{L}+)?)`, "dgu");
const PATTERNS = [
  ["birth_number", /(?<![\d/+])(\d{6}) ?\/? ?(\d{3,4})(?![\d/])/g, (found) => isBirthNumber(found[1], found[2])],
  ["account", /(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![\p{L}\p{N}_])/gu, (found) => isIban(found[0])],
  ["account", /(?<![\d-])(?:(\d{1,6})-)?(\d{2,10})\/(\d{4})(?!\d)/g, (found) => isAccount(found[1] ?? "", found[2])],
  ["email", /[\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu],
  ["phone", /(?<![\d/])(?:(?:\+|00) ?42[01][ /-]*)?[2-9]\d{2}[ /-]*\d{3}[ /-]*\d{3}(?![\d/])/g],
  ["name", NAME],
  ["diagnosis", /(?<![\p{L}\p{N}_])(?:schizofreni|bipolár|psychóz|depres[eií](?!v)|demenc|alzheimer|parkinson|epileps|autis|rakovin|nádor|leukémi|hepatitid|diabet|cukrovk|skleróz|astma|HIV(?![\p{L}\p{N}_])|AIDS(?![\p{L}\p{N}_])|dg\.|diagnóz)[\p{L}\p{N}_]*/giu],
];

export function isBirthNumber(day, serial) {
  const coded = Number(day.slice(2, 4));
  const month = coded - ([70, 50, 20].find((added) => coded > added) ?? 0);
  const date = Number(day.slice(4, 6));
  if (month < 1 || month > 12 || date < 1 || date > 31) return false;
  if (serial.length === 3) return Number(day.slice(0, 2)) <= 53 && serial !== "000";
  return Number(day + serial) % 11 === 0 || (Number(day + serial.slice(0, 3)) % 11 === 10 && serial[3] === "0");
}

export function isIban(text) {
  const bare = text.replaceAll(" ", "");
  const digits = [...bare.slice(4) + bare.slice(0, 4)].map((sign) => parseInt(sign, 36)).join("");
  return bare.length >= 15 && BigInt(digits) % 97n === 1n;
}

export function isAccount(prefix, number) {
  const sum = (part, weights) => [...part.padStart(weights.length, "0")].reduce((all, digit, i) => all + digit * weights[i], 0);
  return sum(prefix, [10, 5, 8, 4, 2, 1]) % 11 === 0 && sum(number, [6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0 && /[1-9]/.test(number);
}

// {kind, start, end, text} in order of the text; what lies inside a surer finding is not said twice.
export function findPersonalData(text) {
  const found = [];
  for (const [kind, pattern, isReal] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      if (isReal && !isReal(match)) continue;
      const [start, end] = kind === "name" ? match.indices[1] : [match.index, match.index + match[0].length];
      if (!found.some((other) => start < other.end && other.start < end)) found.push({ kind, start, end, text: text.slice(start, end) });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}
