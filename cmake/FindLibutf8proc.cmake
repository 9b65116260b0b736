# Debian's utf8proc has a .pc, some others have not.
find_path(Libutf8proc_INCLUDE_DIR utf8proc.h)
find_library(Libutf8proc_LIBRARY utf8proc)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libutf8proc REQUIRED_VARS Libutf8proc_LIBRARY Libutf8proc_INCLUDE_DIR)
if(Libutf8proc_FOUND AND NOT TARGET Libutf8proc::Libutf8proc)
    add_library(Libutf8proc::Libutf8proc UNKNOWN IMPORTED)
    set_target_properties(Libutf8proc::Libutf8proc PROPERTIES
        IMPORTED_LOCATION "${Libutf8proc_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${Libutf8proc_INCLUDE_DIR}")
endif()
