"""The grammar of plain words, as two tables: the forms of questions, and the words that stand for one another.

A form is plain words, ``CLASSES`` of words, ``[words that may be missing]``, ``(one|of|these)`` and a ``{slot}`` for a
name, which is the parameter of the query on its left. Where several forms fit, the first whose names denote
something of the right kind is taken: ``papers on OGB`` are papers that use it, for OGB is no task.
"""

WORDS = {
    "PAPERS": "papers|paper|articles|works|publications|studies|who|anyone|anybody|people",
    "METHODS": "methods|method|models|model|algorithms|approaches|techniques|architectures|systems",
    "DATASETS": "datasets|dataset|data sets|data set|data|benchmarks|benchmark|corpora|suites",
    "METRICS": "metrics|metric|measures|scores",
    "CODE": "code|source code|an implementation|implementation|implementations|a repository|repository|repositories|"
    "a repo|repo|repos|github|github repo|github repository|github link|code repository",
    "USE": "using|use|uses|used|that use|which use|that used|that uses|which uses|with|employing|that employ|based on|"
    "built on|that build on|building on|evaluated on|that evaluate on|that are evaluated on|evaluating on|evaluate on|"
    "trained on|that train on|training on|tested on|that test on|benchmarked on|experimenting with|working with|"
    "that work with|relying on|that rely on|comparing with|that compare with|comparing against|making use of",
    "ON": "on|about|addressing|that address|which address|for|in|tackling|that tackle|dealing with|working on|"
    "that work on|that works on|work on|works on|concerning|regarding|covering|solving|that solve",
    "FOR": "for|for doing|to do|to solve|to tackle|that solve|solving|that address|addressing|that do|in|on|"
    "applied to|that are applied to|are used for|used for|are there for|exist for|work for|proposed for|to use for|"
    "can do|suitable for|can I use for|should I use for|available for|is there for|were proposed for|solve|address|"
    "tackle",
    "OF": "of|for|in|from|behind",
    "WITH_CODE": "with code|that have code|which have code|that has code|having code|have code|has code|"
    "with public code|with source code|with open code|with available code|that come with code|with code available|"
    "that release code|that provide code|that publish code|that share their code|with a repository|with repositories|"
    "with a repo|with an implementation|that have a repository|that have an implementation|whose code is available|"
    "and code",
    "BUT_NOT": "but not|and not|not|without|but without|except|excluding|but not using|and not using|without using|"
    "but not with|that do not use|but do not use|and do not use|but don't use|but not on|rather than|instead of",
    "AND": "and|and also|together with|as well as|along with|plus|and using|and that use|combined with",
    "PROPOSE": "introducing|that introduce|that introduces|that introduced|which introduced|introduced|introduces|"
    "introduce|proposing|that propose|that proposes|that proposed|which proposed|proposed|proposes|propose|presenting|"
    "that present|that presents|presented|created|made|invented|released|releasing|that release|that released|wrote|"
    "came up with",
    "BEAT": "outperform|outperforms|outperformed|beat|beats|surpass|surpasses|exceed|exceeds|improve on|improves on|"
    "improve over|improves over|improves upon|is better than|are better than|better than|that outperform|"
    "which outperform|that beat|that surpass|outperforming|beating|surpassing|that improve on|that are better than",
    "EXTEND": "extends|extend|extending|that extend|builds on|build on|building on|that build on|is based on|based on|"
    "that are based on|are based on|generalises|generalise|derives from|derived from|is derived from|is built on",
    "DOES": "does|do|did|can|has|have",
    "IS": "is|are|was|were",
    "VERSUS": "vs|vs.|versus|against|or|compared to|compared with",
    "RELATION": "connection|connections|path|shortest path|link|links|relation|relations|relationship|distance",
    "LINKED": "connected|related|linked|associated|tied",
}
"""Each class of words; the first is how a form is shown."""

LEADS = (
    "please|so|hey|ok|hello|what is|what's|who is|who are|where are|where is|what were|show|show me|list|list all|find|"
    "find me|find all|give me|tell me|get|get me|search for|look for|i need|i want|i want to see|i am looking for|"
    "i'm looking for|looking for|can you find|can you show me|could you list|do you know|do you have|what are|"
    "which are|which of the|what|which|what other|how many|are there|are there any|is there|is there a|is there an|"
    "is there any|what kind of|all|all the|any|some|the|a|an|recent|existing|known|we have"
)
"""What a question may begin with before one of the forms, in any number."""

FORMS = """
papers_using_but_not        PAPERS USE {thing} BUT_NOT {other}
papers_using_both           PAPERS USE {one} AND {other}
                            PAPERS USE both {one} AND {other}
papers_using_with_code      PAPERS USE {thing} WITH_CODE
                            PAPERS WITH_CODE USE {thing}
                            PAPERS WITH_CODE and USE {thing}
papers_on_task_with_code    PAPERS ON {task} WITH_CODE
                            PAPERS WITH_CODE ON {task}
papers_using_with_code      PAPERS ON {thing} WITH_CODE
                            PAPERS WITH_CODE ON {thing}
                            CODE of papers USE {thing}
papers_introducing          papers PROPOSE {thing}
                            PAPERS PROPOSE {thing}
                            where IS {thing} PROPOSE
                            where does {thing} come from
                            original paper OF {thing}
                            origin of {thing}
papers_on_task              papers ON {task}
                            PAPERS ON {task}
                            {task} papers
papers_using                papers USE {thing}
                            PAPERS USE {thing}
                            PAPERS ON {thing}
                            where IS {thing} used
                            who else uses {thing}
                            (uses|usage|use|users) of {thing}
                            (is|are) {thing} used [by anyone|anywhere]
                            {thing} papers
methods_for_task_with_code  METHODS FOR {task} WITH_CODE
                            METHODS WITH_CODE FOR {task}
                            CODE FOR {task}
methods_for_task            METHODS FOR {task}
                            METHODS IS [proposed|used|applied|there|known] FOR {task}
                            what (do people|do we|do others|does one) use for {task}
                            how (to|do i|can i|do you|does one|do people) [do|solve|perform|approach|tackle] {task}
                            what (works|can i use|is used|should i use|is there|to use) for {task}
                            (what|who) (solves|addresses|does|tackles) {task}
                            how IS {task} (done|solved|performed|addressed)
                            {task} methods
methods_on_dataset          METHODS [IS] (evaluated|tested|trained|benchmarked|measured|run|applied) on {dataset}
                            what IS (evaluated|tested|trained|benchmarked|measured|run) on {dataset}
                            METHODS (that|which) use {dataset}
                            METHODS (for|on|using) {dataset}
                            who IS (evaluated|tested|trained|benchmarked) on {dataset}
datasets_for_task           DATASETS FOR {task}
                            DATASETS [IS] [used|there] FOR {task}
                            what (can|do|should) (i|people|we|you) (train|evaluate|test|benchmark) on for {task}
                            {task} DATASETS
metrics_for_task            METRICS [IS] [used|reported] FOR {task}
                            METRICS FOR {task}
                            how IS {task} (measured|evaluated|scored|assessed)
                            {task} metrics
datasets_of                 DATASETS [IS] (used by|used in|used for|of|in|for|by) {thing}
                            DATASETS (that|which) {thing} uses
                            DATASETS DOES {thing} (use|evaluate on|train on|test on)
                            (what|where) IS {thing} (evaluated|trained|tested|benchmarked|run) [on]
                            what does {thing} (use|evaluate on|train on|test on)
                            DATASETS IS {thing} (evaluated|trained|tested|benchmarked) on
members_of                  (members|parts|datasets|member datasets|subsets|components) (of|in) {suite}
                            (tasks|benchmarks) in {suite}
                            what IS in {suite}
                            what IS part of {suite}
                            what DOES {suite} (contain|include|consist of|comprise|have)
                            DATASETS DOES {suite} (contain|include|have)
                            DATASETS IS (in|part of) {suite}
suites_of                   (suites|suite|collections) of {dataset}
                            (suites|suite|collection|collections) IS {dataset} (part of|in)
                            what IS {dataset} part of
                            DATASETS IS {dataset} (part of|in)
                            (suite|suites|collection) (contains|contain|has|includes|include) {dataset}
                            DATASETS DOES {dataset} belong to
                            what DOES {dataset} belong to
subtasks_of                 (subtasks|sub-tasks|special cases|kinds|types|variants) of {task}
                            what IS (subtasks|special cases|kinds|types) of {task}
                            what (subtasks|kinds|types|special cases) of {task} are there
code_for                    CODE FOR {thing}
                            CODE (for|of|by|to|from|behind) [the paper] {thing}
                            where (is|can i find|to find|do i find) [the] CODE (of|for) {thing}
                            DOES {thing} have [a|any|public] CODE
                            IS [there] [the] CODE [of|for] {thing} (available|public|released|there)
                            (implementations|implementation) of {thing}
                            {thing} CODE
comparisons                 compare {one} (and|with|to|against) {other}
                            {one} VERSUS {other}
                            DOES {one} BEAT {other}
                            IS {one} (better than|worse than|as good as|stronger than) {other}
                            how does {one} compare (to|with|against) {other}
                            [which|what] is better {one} or {other}
                            [which|what] is better, {one} or {other}
                            (comparison|comparisons) (of|between) {one} (and|with|to) {other}
better_than                 what outperforms {method}
                            what BEAT {method}
                            METHODS BEAT {method}
                            (what|who|anything) (beats|tops|does better than) {method}
                            anything BEAT {method}
                            (what|who|which methods) (claims|claim) to BEAT {method}
worse_than                  what does {method} BEAT
                            METHODS (does|do|did) {method} BEAT
                            METHODS (that|which) {method} BEAT
                            METHODS outperformed by {method}
                            (what|METHODS) [that] [is|are] worse than {method}
                            what [is|was] (outperformed|beaten|surpassed) by {method}
foundations_of              what IS {method} (based|built) on
                            what does {method} (extend|build on|generalise|derive from)
                            METHODS (that|which) {method} EXTEND
                            METHODS (does|do|did) {method} EXTEND
                            (foundations|ancestors|predecessors|basis) of {method}
extensions_of               what EXTEND {method}
                            METHODS EXTEND {method}
                            (extensions|variants|descendants|successors|derivatives|versions|offspring) of {method}
lineage                     (lineage|history|family|family tree|genealogy|evolution) of {method}
                            {method} (lineage|family|family tree)
baselines_of                baselines (of|for|in|used by|used in) {thing}
                            [baselines|METHODS] (does|do|did) {thing} compare (with|to|against)
                            what does {thing} compare (with|to|against)
                            what IS {thing} compared (with|to|against)
                            baselines (does|do|did) {thing} use
leaderboard                 (leaderboard|leaderboards|ranking|results|scores|numbers|claims) (of|for|on) {dataset}
                            (best|top|highest) (results|methods|scores|numbers|models|systems) (on|for) {dataset}
                            (state of the art|state-of-the-art|sota) (on|for) {dataset}
                            (results|scores|numbers) [IS] (reported|claimed|reached|achieved) (on|for) {dataset}
                            how (well|good) (do|are) METHODS [do|perform] on {dataset}
                            {dataset} (leaderboard|results|scores|sota)
                            what (works|performs) best on {dataset}
                            who (leads|wins) (on|at) {dataset}
tasks_of                    tasks [IS] (of|for|addressed by|in|covered by|solved by) {thing}
                            what IS {thing} (used|good|applied|meant|made|useful) (for|to)
                            what IS {thing} for
                            tasks (does|do|did) {thing} (address|solve|do|cover|tackle|measure)
                            tasks IS {thing} (used|applied|good) (for|to)
                            what can {thing} be used for
                            what (can|does) {thing} (do|solve|address|measure|tackle)
                            what problem does {thing} solve
first_seen_since            new [things|entities|names|methods|datasets] (since|after|from) {since}
                            what IS new (since|after|in|from) {since}
                            what (appeared|came up|came out|emerged) (since|after|from) {since}
                            (things|entities|names) [first] [seen|new] (since|after|from) {since}
                            (first seen|since) {since}
shortest_connection         how IS {one} LINKED (to|with) {other}
                            how IS {one} and {other} LINKED
                            how DOES {one} (relate|connect|link) to {other}
                            how DOES {one} and {other} (relate|connect|link)
                            RELATION (between|from) {one} (and|to) {other}
                            what (connects|links|relates) {one} (and|with|to) {other}
                            (what have|what do) {one} and {other} [have] in common
                            IS {one} LINKED (to|with) {other}
paper_record                (record|facts|claims|contents|summary) (of|in) [the] paper {thing}
                            what (does|do) [the] [paper] {thing} (say|claim|state|contain)
                            what IS in [the] paper {thing}
                            paper {thing}
neighbours                  everything (about|on|around) {thing}
                            (all|information|facts|anything) (about|on|around) {thing}
                            about {thing}
                            what (is|do you|do we) (known|said|know) (about|of) {thing}
                            (neighbours|neighbors|neighbourhood|context|connections) of {thing}
                            what IS LINKED (to|with) {thing}
                            (who|what) IS {thing}
"""
"""The named query that a question becomes, and its forms; the first form of each is the one that is shown."""
