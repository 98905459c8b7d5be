import { useState } from "react";
import { fetchFile, saveFile } from "../file.ts";

interface CsvFileContent {
  /** Where the file is and what it is called on the reader's device, asked at each press. */
  readonly find: () => { readonly path: string; readonly name: string };
  readonly label: string;
  readonly failed: string;
}

/** Saves a list as a file for spreadsheets; when it does not come, it says so and may be asked again. */
export function CsvFile({ find, label, failed }: CsvFileContent) {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  async function save(): Promise<void> {
    setState("busy");
    const { path, name } = find();
    const file = await fetchFile(path, "text/csv");
    setState(file === null ? "failed" : "idle");
    if (file !== null) saveFile(file, name);
  }
  return (
    <>
      <button className="button line" type="button" disabled={state === "busy"} onClick={() => void save()}>
        {label}
      </button>
      {state === "failed" && (
        <p className="problem" role="alert">
          {failed}
        </p>
      )}
    </>
  );
}
