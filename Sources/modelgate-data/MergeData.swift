// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import Manifests
import StrictJSON
import SystemPackage
import ToolSupport

struct MergeData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one manifest of the parts that many machines have made.",
    discussion: """
      Each part is a native manifest of some of the dataset's files, written FOLDER:MANIFEST when \
      its names start in a folder of the dataset. The result does not depend on how the files \
      were divided: it is the manifest that `track` would make of the whole. A file may be listed \
      more than once; when digests contradict each other nothing is written and the exit status \
      is 1. Whether the parts are complete only `verify` can tell.
      """)

  @Argument(help: "Manifests, or FOLDER:MANIFEST.")
  var parts: [String]

  @Option(name: .shortAndLong, help: "Write to a file; standard output without it.")
  var output: String?

  @Option(help: "text or json: what is said of a written file.")
  var format: OutputFormat = .text

  @OptionGroup var common: OutputOptions

  func validate() throws {
    if parts.isEmpty { throw ValidationError("name the manifests to merge") }
    if output == nil, format == .json {
      throw ValidationError("--format json tells of the file that --output names")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let manifest = try NativeManifest.merging(try parts.map(Self.read))
    guard !manifest.isEmpty else { throw Failure("the manifests list no file", status: .refused) }
    guard let output else {
      console.result(bytes: manifest.bytes)
      return .passed
    }
    try AtomicFile.write(manifest.bytes, to: FilePath(output))
    let digest = manifest.datasetDigest.description
    switch format {
    case .text:
      console.result("\(FilePath(output).printable)  \(amount(manifest.count, nil))  \(digest)")
    case .json:
      console.result(
        document(
          "merge",
          [
            "output": .string(FilePath(output).printable), "files": .integer(manifest.count),
            "digest": .string(digest),
          ]))
    }
    return .passed
  }

  /// A word that names a file is that file, colons and all.
  private static func read(_ word: String) throws -> NativeManifest {
    let colon = word.firstIndex(of: ":")
    guard let colon, (try? FileStatus(following: FilePath(word))) == nil else {
      return try parse(FilePath(word))
    }
    let folder = word[..<colon]
    guard let below = RelativePath(folder.hasSuffix("/") ? folder.dropLast() : folder) else {
      throw Failure("'\(word[..<colon])' is no folder of a dataset", status: .usage)
    }
    return try parse(FilePath(String(word[word.index(after: colon)...]))).placed(below: below)
  }

  private static func parse(_ path: FilePath) throws -> NativeManifest {
    let bytes = try SmallFile.read(path, limit: NativeManifest.byteLimit)
    do throws(ManifestError) {
      return try NativeManifest(parsing: bytes)
    } catch {
      throw Failure("'\(path.printable)': \(error.message)", status: .refused)
    }
  }
}
