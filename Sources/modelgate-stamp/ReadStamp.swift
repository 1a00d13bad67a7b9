// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Digests
import Files
import Findings
import Stamps
import SystemPackage
import ToolSupport

struct ReadStamp: Tool {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Print a model's stamp; exit 1 when it has none.")

  @Argument(help: "The model file.")
  var model: String

  @Option(help: "text or json.")
  var format: ResultFormat = .text

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let record = try ModelFile.inspect(FilePath(model))
    guard record.stamp != nil || format == .json else {
      console.complain("refused: '\(FilePath(model).printable)' carries no stamp")
      return .refused
    }
    console.result(format.render(text: record.text, json: record.json), terminator: "")
    return record.stamp == nil ? .refused : .passed
  }
}

struct DigestModel: Tool {
  static let configuration = CommandConfiguration(
    commandName: "digest",
    abstract: "Print the payload digest, which does not depend on the stamp.")

  @Argument(help: "The model file.")
  var model: String

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    console.result(try ModelFile.inspect(FilePath(model)).payloadDigest.description)
    return .passed
  }
}

struct StripStamp: Tool {
  static let configuration = CommandConfiguration(
    commandName: "strip", abstract: "Remove the stamp, and nothing else.")

  @Argument(help: "The model file.")
  var model: String

  @Option(name: .shortAndLong, help: "Write here; without it the model itself is replaced.")
  var output: String?

  @OptionGroup var common: CommonOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let target = FilePath(output ?? model)
    let record = try ModelFile.strip(FilePath(model), to: target)
    console.note("wrote '\(target.printable)', \(record.fileDigest)")
    return .passed
  }
}
