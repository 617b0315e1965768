import { contractFiles } from "virtual:contract-files";
import { useSay, type Words } from "../shared/language";

const GROUPS: readonly { readonly name: Words; readonly folder: string; readonly files: readonly string[] }[] = [
  {
    name: { ar: "مخطط JSON لكل نوع من السجلات", en: "JSON Schema of each kind of record" },
    folder: "/schema/records",
    files: contractFiles.records,
  },
  {
    name: { ar: "عمليات جاهزة للتشغيل كما هي", en: "Operations that run as they stand" },
    folder: "/schema/operations",
    files: contractFiles.operations,
  },
  { name: { ar: "مخطط كل مكوّن", en: "Schema of each subgraph" }, folder: "/schema/subgraphs", files: contractFiles.subgraphs },
];

/** Everything of the contract that can be downloaded. */
export function Files() {
  const say = useSay();
  return (
    <div className="files">
      <p>
        <a href="/schema/api.graphql">
          <bdi>api.graphql</bdi>
        </a>
        {say({
          ar: "، ما يراه من يستعلم: كل نوع وحقل ووسيط موصوف.",
          en: ", what clients see: every type, field and argument is described.",
        })}
      </p>
      <p>
        <a href="/schema/supergraph.graphql">
          <bdi>supergraph.graphql</bdi>
        </a>
        {say({ ar: "، ما تعمل به البوابة.", en: ", what the gateway serves." })}
      </p>
      <p>
        <a href="/changes">
          <bdi>/changes</bdi>
        </a>
        {say({
          ar: "، ما يتغيّر في الدليل لحظة تغيّره، بوصفه أحداثًا يرسلها الخادم.",
          en: ", what changes in the guide as it changes, as Server-Sent Events.",
        })}
      </p>
      {GROUPS.map(({ name, folder, files }) => (
        <details key={folder}>
          <summary>{say(name)}</summary>
          <ul dir="ltr">
            {files.map((file) => (
              <li key={file}>
                <a href={`${folder}/${file}`}>{file}</a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
