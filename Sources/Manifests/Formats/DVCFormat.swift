// SPDX-License-Identifier: Apache-2.0

public import Files

/// `NAME.dvc` files of DVC: one or more outputs with the MD5 of a file or of a folder's list.
///
/// The fields are those of `dvc.org/doc/user-guide/project-structure/dvc-files`. Entries with
/// `hash: md5` are MD5 of the bytes; entries without `hash` were written before DVC 3 and are
/// ``DOS2UnixMD5``. An output without any digest, as `dvc import-url --no-download` leaves it, is
/// not covered.
public struct DVCFormat: SelfContainedFormat {
  /// The format.
  public init() {}

  /// `dvc`.
  public var name: String { "dvc" }

  /// Its own.
  public var endings: [String] { [".dvc"] }

  /// Whether the name ends with `.dvc`.
  public func claims(_ path: RelativePath) -> Bool { path.removingSuffix(".dvc") != nil }

  /// Every output.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    try DVCTrackedOutput.all(of: path, bytes, pipeline: nil)
      .map { tracked throws(ManifestError) in try tracked.dataset(of: path, name) }
  }
}

extension DVCTrackedOutput {
  /// The output as a dataset of a manifest.
  func dataset(of manifest: RelativePath, _ format: String) throws(ManifestError)
    -> DatasetManifest
  {
    var dataset = DatasetManifest(
      manifest: manifest, format: format, path: path,
      coverage: try output.coverage(of: path.lastComponent))
    dataset.isKeptByGit = !isCached
    dataset.isOfDVC = true
    return dataset
  }
}

/// Paths in manifests of others, which may go up with `..` as long as they stay in the repository.
enum RelativePathResolution {
  static func resolve(_ text: String, from folder: [ArraySlice<UInt8>], _ line: Int)
    throws(ManifestError) -> RelativePath
  {
    let joined = try components(text, from: folder, line).joined(separator: [UInt8(ascii: "/")])
    guard let path = RelativePath(bytes: Array(joined)) else {
      let text = RelativePath.quoted(Array(text.utf8))
      throw ManifestError("the path '\(text)' names nothing in the repository", line: line)
    }
    return path
  }

  static func components(_ text: String, from folder: [ArraySlice<UInt8>], _ line: Int)
    throws(ManifestError) -> [ArraySlice<UInt8>]
  {
    let bytes = Array(text.utf8)
    let outside = ManifestError(
      "'\(RelativePath.quoted(bytes))' lies outside of the repository", line: line)
    guard bytes.first != UInt8(ascii: "/"), !text.contains("://") else { throw outside }
    var components = folder
    for component in bytes.split(separator: UInt8(ascii: "/")) {
      if component.elementsEqual(".".utf8) { continue }
      if component.elementsEqual("..".utf8) {
        guard components.popLast() != nil else { throw outside }
      } else {
        components.append(component)
      }
    }
    return components
  }
}
