"""From a document to a reading; pure. `assemble.read_document` runs the steps, each of which knows those above it alone:

shadow, tokens            the text as the grammar sees it, in sentences and words
gate                      whether it speaks of armed conflict, and which sentences can hold a claim
numbers                   every number, with its hedge, and which of them count nothing
calendar, places          when and where
speakers, likelihoods     who is made to say what, and how sure
clauses                   what became of what is counted
forces                    whose it is, as the clause says
drafts                    claims in the making: their sides by the whole document, parts and wholes
chains, denials, timing   what each claim still lacks
releases                  regular official lists, by their template
judgements, tolls         what a text says beside and above its claims
passages, proposals, agreement    what a second reader sees, proposes, and where the two differ
"""
