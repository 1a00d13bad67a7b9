// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// Why a worktree could not be compared with its index.
public enum WorktreeError: ExplainedError {
  /// The kernel refused something that the whole comparison needs.
  case file(FileError)
  /// The index is not what gitformat-index(5) describes.
  case corruptIndex(path: String, reason: String)
  /// The index has a version other than 2, 3 and 4.
  case unsupportedVersion(path: String, version: UInt32)
  /// The index has an extension that a reader must understand, and this one does not.
  case unsupportedExtension(path: String, name: String)
  /// The index leaves most entries to another file (`link` extension).
  case splitIndex(path: String)
  /// The index holds folders in place of their files (`sdir` extension).
  case sparseIndex(path: String)
  /// Something is larger than any honest repository has it.
  case tooLarge(path: String, what: String, limit: Int)

  /// Whether git reads such an index, and can write it in another form.
  public var isOfAnotherForm: Bool {
    switch self {
    case .splitIndex, .sparseIndex: true
    default: false
    }
  }

  /// What failed, on what and why.
  public var message: String {
    switch self {
    case .file(let error): error.message
    case .corruptIndex(let path, let reason):
      "cannot read the index '\(path)': it is corrupt: \(reason)"
    case .unsupportedVersion(let path, let version):
      "cannot read the index '\(path)': it has version \(version), known are 2, 3 and 4"
    case .unsupportedExtension(let path, let name):
      "cannot read the index '\(path)': it needs the unknown extension '\(name)'"
    case .splitIndex(let path):
      "cannot read the index '\(path)': it is split over two files"
    case .sparseIndex(let path):
      "cannot read the index '\(path)': it is sparse and leaves out the files of some folders"
    case .tooLarge(let path, let what, let limit):
      "cannot read '\(path)': \(what) exceeds the limit of \(limit)"
    }
  }

  /// Commands that bring the index into a form that can be judged.
  public var hints: [String] {
    switch self {
    case .file(let error): error.hints
    case .corruptIndex: [Self.again]
    case .unsupportedVersion, .unsupportedExtension:
      ["git update-index --index-version 2", Self.again]
    case .splitIndex: ["git update-index --no-split-index", Self.again]
    case .sparseIndex: ["git sparse-checkout reapply --no-sparse-index"]
    case .tooLarge: []
    }
  }

  /// What has git write an index anew, whatever became of the old one.
  private static let again =
    "i=$(git rev-parse --git-path index) && mv \"$i\" \"$i.broken\" && git reset"
}
