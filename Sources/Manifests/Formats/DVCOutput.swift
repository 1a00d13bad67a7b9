// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import YAML

/// One entry of `outs` in a `.dvc` file.
struct DVCOutput {
  private static let folderSuffix = ".dir"

  let path: String
  private let node: YAMLNode
  private var line: Int { node.mark.line }

  init(_ node: YAMLNode) throws(ManifestError) {
    guard node.mapping != nil, let path = node["path"]?.text, !path.isEmpty else {
      throw ManifestError("an output has no 'path'", line: node.mark.line)
    }
    self.node = node
    self.path = path
  }

  /// What the entry says of the content; `name` is the file's when it is no folder.
  func coverage(of name: RelativePath) throws(ManifestError) -> DatasetManifest.Coverage {
    guard let kinds = try kinds() else {
      return .none(reason: "its hash '\(node["hash"]?.text ?? "")' is not known")
    }
    if let files = node["files"], !files.isNull {
      return .content(try listed(files, kinds))
    }
    guard let text = node["md5"]?.text, node["md5"]?.isNull == false else {
      return .none(reason: "it records no digest; 'dvc update' downloads the data and adds one")
    }
    let size = try integer("size", of: node)
    guard text.hasSuffix(Self.folderSuffix) else {
      let file = ListedRecord.File(
        path: name, digest: try digest(text, line), kinds: kinds, size: size)
      return .content(try ListedRecord([file]))
    }
    return .content(
      DVCDirectoryRecord(
        digest: try digest(String(text.dropLast(Self.folderSuffix.count)), line), digests: kinds,
        fileCount: try integer("nfiles", of: node).map(Int.init(clamping:)), byteCount: size))
  }

  /// What the digests are of; nil when DVC has learnt something new.
  private func kinds() throws(ManifestError) -> [ContentDigest]? {
    guard let hash = node["hash"], !hash.isNull else {
      return DOS2UnixMD5.Decision.allCases.map(ContentDigest.dos2unix)
    }
    return switch hash.text {
    case "md5": [.plain(.md5)]
    case "md5-dos2unix": DOS2UnixMD5.Decision.allCases.map(ContentDigest.dos2unix)
    default: nil
    }
  }

  /// The files of a folder on a remote that keeps versions itself.
  private func listed(_ files: YAMLNode, _ kinds: [ContentDigest]) throws(ManifestError)
    -> ListedRecord
  {
    guard let nodes = files.sequence else {
      throw ManifestError("'files' is not a list", line: files.mark.line)
    }
    var list: [ListedRecord.File] = []
    for node in nodes {
      let line = node.mark.line
      guard let path = node["relpath"]?.text.flatMap({ RelativePath($0) }) else {
        throw ManifestError("a file has no 'relpath' beneath the folder", line: line)
      }
      guard let text = node["md5"]?.text else {
        throw ManifestError("the file '\(path)' has no 'md5'", line: line)
      }
      list.append(
        .init(
          path: path, digest: try digest(text, line), kinds: kinds,
          size: try integer("size", of: node)))
    }
    return try ListedRecord(list)
  }

  private func digest(_ text: String, _ line: Int) throws(ManifestError) -> Digest {
    guard let digest = Digest(.md5, hex: text), digest.hex == text else {
      throw ManifestError("the md5 is not 32 lower-case hexadecimal digits", line: line)
    }
    return digest
  }

  private func integer(_ key: String, of node: YAMLNode) throws(ManifestError) -> Int64? {
    guard let value = node[key], !value.isNull else { return nil }
    guard let number = value.integer, number >= 0 else {
      throw ManifestError("'\(key)' is not a number", line: value.mark.line)
    }
    return number
  }
}
