# Compile flags of cahier's own code, as an interface that is never installed.
add_library(cahier_flags INTERFACE)
target_compile_features(cahier_flags INTERFACE c_std_11)
target_compile_options(cahier_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wwrite-strings -Wvla -Wformat=2 -Wundef
    # the same sums on every machine: no fused multiply-add, no reassociation
    -ffp-contract=off)
if(CAHIER_WERROR)
    target_compile_options(cahier_flags INTERFACE -Werror)
endif()
if(CAHIER_SANITIZE)
    target_compile_options(cahier_flags INTERFACE
        -fsanitize=${CAHIER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(cahier_flags INTERFACE -fsanitize=${CAHIER_SANITIZE})
endif()
