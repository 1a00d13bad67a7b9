// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON

/// The files that a description of a dataset names, some of which may lack a digest.
struct DescribedFiles {
  private var files: [RelativePath: ListedRecord.File] = [:]
  private var gaps: [String] = []
  private var remotes = 0
  private var twice: RelativePath?

  /// Adds a file; the same one may be described more than once if it is described alike.
  mutating func add(_ file: ListedRecord.File) {
    if file.expectations.isEmpty { gaps.append("'\(file.path)' has no digest") }
    if let known = files[file.path], known != file { twice = file.path }
    files[file.path] = file
  }

  /// Remembers data that has no digest.
  mutating func leave(_ reason: String) { gaps.append(reason) }

  /// Counts something that lies elsewhere.
  mutating func skipRemote() { remotes += 1 }

  /// The datasets of a description at a path; without a file here it describes none.
  func datasets(of manifest: RelativePath, format: String) throws(ManifestError)
    -> [DatasetManifest]
  {
    if let twice { throw ManifestError("the path '\(twice)' is described twice, differently") }
    let folder = ListedFolder(of: manifest, format: format)
    guard files.isEmpty else { return try folder.datasets(Array(files.values), gap: gaps.first) }
    let reason = gaps.first ?? (remotes > 0 ? "its files lie elsewhere" : "it names no file")
    return [
      DatasetManifest(
        manifest: manifest, format: format, path: manifest.parent ?? manifest,
        coverage: .none(reason: reason))
    ]
  }

  /// A path from the description's folder; nil for what has a URL's scheme.
  static func path(_ field: JSONField) throws(JSONFieldError) -> RelativePath? {
    var text = try field.nonemptyString()[...]
    if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") { return nil }
    while text.hasPrefix("./") { text = text.dropFirst(2) }
    guard let path = RelativePath(text), !path.bytes.contains(where: { $0 < 0x20 || $0 == 0x7f })
    else { throw field.error("is no path below the folder of the description") }
    return path
  }
}

extension JSONField {
  /// Reads a whole text.
  static func parsing(_ bytes: [UInt8], root: String, limits: JSONLimits = .large)
    throws(JSONFieldError) -> JSONField
  {
    do throws(JSONError) {
      return JSONField(try JSONValue.parse(bytes, limits: limits), root: root)
    } catch {
      throw JSONFieldError(error.message)
    }
  }

  /// A number of bytes.
  func size() throws(JSONFieldError) -> Int64? {
    if value.isNull { return nil }
    let size = try integer()
    guard size >= 0 else { throw error("is negative") }
    return size
  }
}

extension JSONLimits {
  /// 256 MiB, 64 levels, twenty million values: a list of a million files.
  static let large = JSONLimits(bytes: 256 << 20, depth: 64, values: 20_000_000)
}
