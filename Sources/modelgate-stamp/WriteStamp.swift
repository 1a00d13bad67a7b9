// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import Stamps
import SystemPackage
import ToolSupport

struct WriteStamp: Tool {
  static let configuration = CommandConfiguration(
    commandName: "write", abstract: "Stamp a model that was trained elsewhere.",
    discussion: """
      Nothing is checked against a repository here: the stamp says what you say. A model that \
      `modelgate build` made is proved by its attestation.
      """)

  @Argument(help: "The model file.")
  var model: String

  @Option(help: ArgumentHelp("The commit, from git rev-parse HEAD.", valueName: "id"))
  var commit: String

  @Option(help: ArgumentHelp("Its tree, from git rev-parse 'HEAD^{tree}'.", valueName: "id"))
  var tree: String

  @Option(help: ArgumentHelp("Where the commit can be fetched.", valueName: "url"))
  var repository: String?

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("A dataset and its digest; repeatable.", valueName: "name=sha256:hex"))
  var datasets: [NamedDigest] = []

  @Option(
    name: .customLong("dependency"),
    help: ArgumentHelp("A file that pins dependencies; repeatable.", valueName: "path"))
  var dependencies: [String] = []

  @Option(name: .shortAndLong, help: "Write here; without it the model itself is replaced.")
  var output: String?

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let target = FilePath(output ?? model)
    let record = try ModelFile.stamp(FilePath(model), to: target, with: try stamp())
    console.note("stamped '\(target.printable)', \(record.fileDigest)")
    if case .sidecar(let path) = record.placement {
      console.note("the stamp is in '\(path.printable)'")
    }
    return .passed
  }

  private func stamp() throws -> Stamp {
    try Stamp(
      version: Version.current, commit: try objectID(commit, "--commit"),
      tree: try objectID(tree, "--tree"),
      repository: repository.flatMap(Stamp.publicRepositoryURL),
      data: NamedDigests(datasets.map { .init($0.name, $0.digest) }),
      dependencies: NamedDigests(
        try dependencies.map { path in
          .init(path, .of(try SmallFile.read(FilePath(path), limit: 64 << 20)))
        }))
  }

  private func objectID(_ text: String, _ option: String) throws -> ObjectID {
    guard let id = ObjectID(hex: text) else {
      throw Failure(
        "'\(option) \(text)' is not a full object id of 40 hexadecimal digits",
        hints: ["git rev-parse \(text)"], status: .usage)
    }
    return id
  }
}

/// A dataset's name and digest on the command line.
struct NamedDigest: ExpressibleByArgument {
  let name: String
  let digest: Digest

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="),
      let digest = Digest(argument[argument.index(after: equals)...])
    else { return nil }
    name = String(argument[..<equals])
    self.digest = digest
  }
}
