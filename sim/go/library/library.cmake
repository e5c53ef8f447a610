# The library's packages become part of the program: each .go file as an array of bytes.
set(packages fmt errors strings strconv sort sync sync/atomic time runtime math)
set(library_text ${CMAKE_BINARY_DIR}/library_text.c)
set(arrays "")
set(rows "")
foreach(package ${packages})
  get_filename_component(name ${package} NAME)
  set(file ${CMAKE_CURRENT_LIST_DIR}/${name}/${name}.go)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND arrays "static const char ${name}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${package}\", ${name}, sizeof ${name} - 1},\n")
endforeach()
file(CONFIGURE OUTPUT ${library_text} @ONLY CONTENT
"/* Made by library.cmake. */
#include \"go/library/library.h\"

@arrays@
const struct go_library_file GO_LIBRARY[] = {
@rows@    {0, 0, 0},
};
")
