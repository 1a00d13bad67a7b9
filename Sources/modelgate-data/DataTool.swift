// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ToolSupport

@main
struct DataTool: ToolRoot {
  static let toolName = "modelgate-data"
  static let configuration = CommandConfiguration(
    commandName: toolName,
    abstract: "Write and verify the manifests that say what a dataset's content is.",
    discussion: """
      `track` writes NAME.sha256 beside a file or folder: commit it, and `modelgate check` knows \
      whether the data is still the same. `sha256sum -c` verifies it, too. DVC's .dvc files are \
      verified as they are, by computing their digests again.
      """,
    version: Version.current,
    subcommands: [
      TrackData.self, VerifyData.self, ListData.self, DiffData.self, DigestData.self,
      ConvertData.self, MergeData.self, ImportCheck.self, SchemaData.self,
    ])

  static func prepare(for words: CommandWords) { DatasetSearch.expect(words) }
}
