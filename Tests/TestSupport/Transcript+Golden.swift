// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

extension Transcript {
  /// The transcript as it is compared with a golden one: the command, standard output, each line of
  /// standard error after `2> `, and the exit status; what changes from run to run has a placeholder.
  ///
  /// Folders are replaced by their names in `places`, longest path first; commits, digests, keys
  /// and the names of runs by `COMMIT`, `DIGEST`, `KEY` and `RUN`.
  public func golden(_ places: [String: FilePath]) -> String {
    let errors = error.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    var text = "$ \(command.joined(separator: " "))\n" + output
    for line in errors { text += "2> \(line)\n" }
    text += "[\(status)]\n"
    for (name, path) in places.sorted(by: { $0.value.string.count > $1.value.string.count }) {
      text.replace(path.string, with: name)
    }
    text.replace(/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}/, with: "RUN")
    text.replace(/sha256:[0-9a-f]{64}/, with: "DIGEST")
    text.replace(/\b[0-9a-f]{64}\b/, with: "KEY")
    text.replace(/\b[0-9a-f]{40}\b/, with: "COMMIT")
    text.replace(/commit [0-9a-f]{12}\b/, with: "commit COMMIT")
    return text
  }
}
