// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import YAML

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

  /// Whether the name ends with `.dvc`.
  public func claims(_ path: RelativePath) -> Bool { path.removingSuffix(".dvc") != nil }

  /// Every output.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    let root: YAMLNode
    do throws(YAMLError) {
      root = try YAMLNode.parse(bytes)
    } catch {
      throw ManifestError(error.problem, line: error.line)
    }
    guard let outputs = root["outs"]?.sequence, !outputs.isEmpty else {
      throw ManifestError("it has no output ('outs')", line: root.mark.line)
    }
    let folder = try folder(of: path, root["wdir"])
    var datasets: [DatasetManifest] = []
    for node in outputs {
      let output = try DVCOutput(node)
      let dataset = try RelativePathResolution.resolve(output.path, from: folder, node.mark.line)
      let coverage = try output.coverage(of: dataset.lastComponent)
      datasets.append(
        DatasetManifest(manifest: path, format: name, path: dataset, coverage: coverage))
    }
    return datasets
  }

  /// Where the outputs' paths start: the manifest's folder, and `wdir` from there.
  private func folder(of path: RelativePath, _ wdir: YAMLNode?) throws(ManifestError)
    -> [ArraySlice<UInt8>]
  {
    let own = path.components.dropLast()
    guard let wdir, !wdir.isNull else { return Array(own) }
    guard let text = wdir.text else {
      throw ManifestError("'wdir' is not a path", line: wdir.mark.line)
    }
    return try RelativePathResolution.components(text, from: Array(own), wdir.mark.line)
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
