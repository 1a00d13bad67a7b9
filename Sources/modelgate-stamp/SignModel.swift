// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Attestation
import Files
import Findings
import GitAccess
import KeyOptions
import StrictJSON
import SystemPackage
import ToolSupport

struct SignModel: Tool {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign a model that was trained elsewhere.",
    discussion: """
      A file gets an in-toto statement beside it: MODEL.intoto.jsonl, and the same as a Sigstore \
      bundle, MODEL.sigstore.json. With an SSH key, MODEL.intoto.jsonl.sig is what 'ssh-keygen -Y \
      verify -n modelgate' checks. The statement is SLSA provenance that repeats the model's stamp: \
      it says who signed what, and not that modelgate saw the training.

      A folder gets an OpenSSF Model Signing signature of every file in it: 'model.sig'.
      """)

  @Argument(help: "The model: a file or a folder.")
  var model: String

  @Option(
    help: ArgumentHelp(
      "Write the signature of a folder here instead of 'model.sig' inside of it.",
      valueName: "file"))
  var signature: String?

  @OptionGroup(title: "With what it is signed") var signing: SigningOptions

  @Option(help: "text or json.")
  var format: ResultFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let path = FilePath(model)
    let isFolder = try FileStatus(following: path).kind == .directory
    guard isFolder || signature == nil else {
      throw Failure("'--signature' goes with a folder", status: .usage)
    }
    let key = try signing.load(worktree: try worktree())
    let written =
      isFolder
      ? try FolderSigning(folder: path, signature: signature.map { FilePath($0) }, key: key)
        .run(console)
      : try FileSigning(model: path, key: key).run(console)
    console.result(format.render(text: written.text, json: written.json), terminator: "")
    return .passed
  }

  /// The worktree, inside of which no key may lie; nil where there is no repository.
  private func worktree() throws -> FilePath? {
    do throws(GitError) {
      return try Repository(at: common.repository).worktree
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }
}
