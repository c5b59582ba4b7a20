# The dtypes of records.py as C structs, field by field; a test compares the two files.
cdef packed struct Row:
    long long tick
    long long lead
    int seq
    short kind
    short stage
    int a
    int b
    int c
    double value

cdef packed struct Lead:
    long long lead
    int channel
    int cls
    int segment
    int region
    short entry
    unsigned char open_deal
    unsigned char given
    unsigned char fit
    double value
    long long created
    long long mql
    long long sql
    long long opportunity
    long long won
    double revenue
    double gross_profit
    short place
    short cause
    long long ended
    int visits
    int attempts
    long long handed_over
    long long first_call
    long long response_wall
    long long response_working
    unsigned char breached
    long long last_positive
    short place_at_end
    short cause_at_end
    long long positive_by_end

cdef packed struct Move:
    long long who
    long long tick
    long long place

cdef packed struct Visit:
    long long who
    int number
    int cls
    long long handed_over
    long long assigned
    long long first_call
    long long reached
    long long team
    unsigned char breached
    long long arrives
    long long wall
    long long working

cdef packed struct Spell:
    long long who
    short stage
    int team
    int rep
    int item
    long long start
    long long finish
    long long free
    long long interest

cdef packed struct Wait:
    int team
    int item
    long long ready
    long long leaves
    unsigned char started
    unsigned char cold
    long long spell

cdef packed struct Loss:
    long long tick
    long long lead
    long long who
    short stage
    short cause
    double book
    long long recovered
