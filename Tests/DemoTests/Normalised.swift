// SPDX-License-Identifier: Apache-2.0

/// A transcript without what differs from run to run: the folder, times, and ids that hold times.
///
/// An id becomes `<id N>`, numbered in the order of first appearance, so that the same id at two
/// places still is; an abbreviated id becomes the number of the whole one.
struct Normalised {
  private var ids: [Substring] = []
  private(set) var text = ""

  init(_ transcript: String, folder: String) {
    let plain = transcript.replacing(folder, with: "<folder>")
      .replacing(/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}/, with: "<build>")
    // Whole ids first, so that an abbreviation that comes before them finds its number.
    ids = plain.matches(of: /\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/).map(\.output)
    ids = ids.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    text = plain.replacing(/\b[0-9a-f]{7,64}\b/) { match in
      let index = ids.firstIndex { $0.hasPrefix(match.output) }
      return index.map { "<id \($0 + 1)>" } ?? String(match.output)
    }
  }
}
