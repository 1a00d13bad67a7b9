// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// Why a model file was not read, stamped or stripped.
///
/// Its paths are printable.
public enum ModelFileError: ExplainedError {
  /// A directory, a link or a device stands under the name.
  case notAFile(String, FileStatus.Kind)
  /// There are no bytes.
  case empty(String)
  /// The file is not of the format that its name or its first bytes promise.
  case malformed(String, format: String, reason: String)
  /// Under this name the format would not be recognised again.
  case hidesFormat(String, format: String)
  /// The reserved fields of the model are no stamp.
  case badStamp(String, StampError)
  /// The sidecar cannot be read.
  case badSidecar(String, reason: String)
  /// The sidecar was made for other bytes.
  case foreignSidecar(String, model: String)
  /// Somebody wrote to the file while it was read.
  case changed(String)
  /// The bytes to be written would not hold the same model; nothing was replaced.
  case notPreserved(String)
  /// The kernel refused.
  case file(FileError)

  /// What failed, on which file, and why.
  public var message: String {
    switch self {
    case .notAFile(let path, let kind): "'\(path)' is a \(kind.rawValue), not a model file"
    case .empty(let path): "'\(path)' is empty"
    case .malformed(let path, let format, let reason):
      "'\(path)' is not a valid \(format) file: \(reason)"
    case .hidesFormat(let path, let format):
      "'\(path)' would not be recognised as \(format) under this name"
    case .badStamp(let path, let error): "'\(path)' has no valid stamp: \(error.message)"
    case .badSidecar(let path, let reason): "'\(path)' is not a stamp: \(reason)"
    case .foreignSidecar(let path, let model): "'\(path)' was made for other bytes than '\(model)'"
    case .changed(let path): "'\(path)' changed while it was read"
    case .notPreserved(let path):
      "the stamped bytes of '\(path)' would not hold the same model; nothing was written"
    case .file(let error): error.message
    }
  }

  /// What mends it.
  public var hints: [String] {
    switch self {
    case .notAFile(let path, .symbolicLink):
      ["name the file itself: realpath \(ShellWord.quote(path))"]
    case .notAFile(_, .directory): ["name one model file; a directory is signed, not stamped"]
    case .malformed(_, let format, _):
      ["save the model again; if it is not \(format), give the file another extension"]
    case .hidesFormat(_, let format): ["end the name in '.\(format)'"]
    case .badStamp(let path, let error):
      error.hints.isEmpty
        ? ["to remove it: modelgate stamp strip \(ShellWord.quote(path))"] : error.hints
    case .badSidecar(let path, _): ["move '\(path)' away, then stamp the model again"]
    case .foreignSidecar(_, let model): ["stamp '\(model)' again, or restore the stamped bytes"]
    case .changed: ["try again when nothing writes to it"]
    case .notPreserved: ["this is a defect of modelgate; please report it with the model's format"]
    case .empty, .notAFile, .file: []
    }
  }

  /// A model that is no model is refused; what could not be read was not judged.
  public var status: ExitStatus {
    switch self {
    case .changed, .notPreserved, .file: .couldNotJudge
    default: .refused
    }
  }
}
