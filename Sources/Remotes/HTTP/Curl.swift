// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// The curl program: many requests in one process, secrets on its standard input only.
struct Curl: Sendable {
  /// Requests in one process.
  private static let batch = 500
  /// The longest body that is taken, in bytes.
  static let bodyLimit = 256 << 20

  let environment: [String: String]

  /// One outcome for each request, in order.
  func perform(_ requests: [HTTPRequest]) async -> [HTTPOutcome] {
    var outcomes: [HTTPOutcome] = []
    while outcomes.count < requests.count {
      let share = requests[outcomes.count...].prefix(Self.batch)
      outcomes += await perform(batch: Array(share))
    }
    return outcomes
  }

  private func perform(batch: [HTTPRequest]) async -> [HTTPOutcome] {
    do {
      let folder = try PrivateFolder.make()
      defer { try? Folder.remove(folder) }
      var config = CurlConfiguration(folder: folder)
      for (index, request) in batch.enumerated() { try config.add(request, as: index) }
      let curl = HelperProgram(
        name: "curl", environment: environment, hint: "sudo apt-get install curl",
        timeout: .seconds(600))
      let run = try await curl.run(["--disable", "--config", "-"], input: Array(config.text.utf8))
      let reasons = Self.reasons(in: run.output)
      return batch.indices.map { index in
        if let reason = reasons[index] { return .failure(reason) }
        return Self.answer(index, folder).map(HTTPOutcome.answer) ?? .failure(run.complaint)
      }
    } catch {
      let reason = (error as? any ExplainedError)?.explained ?? "\(error)"
      return batch.map { _ in .failure(reason) }
    }
  }

  /// The lines `INDEX EXITCODE MESSAGE` of the requests that failed.
  static func reasons(in output: [UInt8]) -> [Int: String] {
    var reasons: [Int: String] = [:]
    for line in output.split(separator: 0x0a) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
      guard words.count >= 2, let index = Int(words[0]), words[1] != "0" else { continue }
      reasons[index] = words.count > 2 ? String(words[2]) : "curl's error \(words[1])"
    }
    return reasons
  }

  private static func answer(_ index: Int, _ folder: FilePath) -> HTTPAnswer? {
    let header = try? SmallFile.read(CurlConfiguration.header(index, folder), limit: 1 << 20)
    let body = try? SmallFile.read(CurlConfiguration.body(index, folder), limit: bodyLimit)
    return header.flatMap { HTTPAnswer(header: $0, body: body ?? []) }
  }
}

extension ExplainedError {
  /// The message, and what mends it.
  var explained: String {
    hints.isEmpty ? message : "\(message) (\(hints.joined(separator: "; ")))"
  }
}
