/** A description of the schema, which is written in English in every language of the page; names in it stand in backticks. */
export function Description({ text }: { readonly text: string }) {
  return (
    <p className="description" lang="en" dir="ltr">
      {text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </p>
  );
}
